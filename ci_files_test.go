package rocketc_test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestCIFiles: the files for the CI of others, and the blocks of docs/ci.md, are YAML with
// what their readers look for.
func TestCIFiles(t *testing.T) {
	var action struct {
		Name, Description string
		Inputs            map[string]struct{ Description, Default string }
		Runs              struct {
			Using string
			Steps []struct {
				Uses, Name, Shell, Run, If string
				With, Env                  map[string]string
			}
		}
	}
	strictly(t, "action.yml", readText(t, "action.yml"), &action)
	if action.Runs.Using != "composite" || len(action.Runs.Steps) < 3 {
		t.Errorf("got the action %+v", action)
	}
	for _, step := range action.Runs.Steps {
		if step.Run != "" && step.Shell == "" || step.Run == "" && step.Uses == "" {
			t.Errorf("the step %q has no shell, or does nothing", step.Name)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("%q fills a value into a script; use a variable of env", step.Name)
		}
		for _, value := range step.Env {
			name, is := strings.CutPrefix(value, "${{ inputs.")
			if _, known := action.Inputs[strings.TrimSuffix(name, " }}")]; is && !known {
				t.Errorf("the step %q has the input %q", step.Name, value)
			}
		}
	}
	var hooks []struct {
		ID, Name, Description, Entry, Language, Files string
		RequireSerial                                 bool `yaml:"require_serial"`
	}
	strictly(t, ".pre-commit-hooks.yaml", readText(t, ".pre-commit-hooks.yaml"), &hooks)
	known := map[string]bool{}
	for _, hook := range hooks {
		known[hook.ID] = hook.Entry != "" && hook.Language == "golang"
	}
	blocks := 0
	for i, part := range strings.Split(readText(t, "docs/ci.md"), "```") {
		if text, is := strings.CutPrefix(part, "yaml\n"); is && i%2 == 1 {
			blocks++
			var config struct {
				Repos []struct{ Hooks []struct{ ID string } }
			}
			if err := yaml.Unmarshal([]byte(text), &config); err != nil {
				t.Errorf("docs/ci.md: %v\n%s", err, text)
			}
			for _, repo := range config.Repos {
				for _, hook := range repo.Hooks {
					if !known[hook.ID] {
						t.Errorf("docs/ci.md has the hook %s, which there is not", hook.ID)
					}
				}
			}
		}
	}
	if blocks != 3 || len(known) != 3 {
		t.Errorf("found %d blocks and %d hooks", blocks, len(known))
	}
}

// strictly decodes YAML that has nothing else than into has.
func strictly(t *testing.T, name, text string, into any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}
