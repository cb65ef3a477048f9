package grammar

import (
	"strconv"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
)

// TestSecrets: no value of a secret, and no address, is shown, in text that cannot be parsed
// neither. What is no secret stays, and so do lines and columns.
func TestSecrets(t *testing.T) {
	for text, want := range map[string]string{
		`secret pw = "hunter2"`:               `secret pw = "*******"`,
		"secret pw = `hun\nter2` x":           "secret pw = `***\n****` x",
		`secret pw = "hunter2`:                `secret pw = "*******`,
		`secret pw = "hunter2" "more" x`:      `secret pw = "*******" "****" x`,
		`secret pw = 'a\'b'; task "b"`:        `secret pw = '****'; task "b"`,
		`secret pin = 1234`:                   `secret pin = ****`,
		`secret pin = -1234 # 5`:              `secret pin = -**** # 5`,
		`secret x = env "A" >> "b" >> ä`:      `secret x = env "A" >> "*" >> **`,
		`secret x = cli "--a" >> 'slack://b'`: `secret x = cli "--a" >> '*********'`,
		`secret l = ["a", "b"]; task "c"`:     `secret l = ["*", "*"]; task "c"`,
		`secret ö = "ä"` + "\n" + `x "ä"`:     `secret ö = "**"` + "\n" + `x "ä"`,
		`secret a = "b"; task t { do set a = "c", run "d" }`: `secret a = "*"; ` +
			`task t { do set a = "*", run "d" }`,
		`task t { command "x"; params { a: "b", c: "d" } }; secret a = env "A"`: `task t { ` +
			`command "x"; params { a: "*", c: "d" } }; secret a = env "A"`,
		`test "x" { with a = "b"; at "2026-03-02" }; secret a = 1`: `test "x" { with a = "*"; ` +
			`at "2026-03-02" }; secret a = *`,
		`task t { notify "slack://a@b" } x`: `task t { notify "slack://***" } x`,
		`task t { notify "a"; title "b" }`:  `task t { notify "*"; title "b" }`,
		`task t { notify env "A" >> "b"; title "c" }`: `task t { ` +
			`notify env "A" >> "*"; title "c" }`,
		`task t { notify url >> "b" }; param url = "c"`: `task t { ` +
			`notify url >> "*" }; param url = "*"`,
		`param url = "ntfy://a/b"; task t { notify url }`: `param url = "ntfy://***"; ` +
			`task t { notify url }`,
		`task notify when after "a" & x = "b"`: `task notify when after "a" & x = "b"`,
		`config { log postgres "postgres://u:p@h/d" keep 90 days }`: `config { log postgres ` +
			`"postgres://*******" keep 90 days }`,
		`param a = "b"`: `param a = "b"`,
		`secret`:        `secret`,
		`notify`:        `notify`,
		`secret a =`:    `secret a =`,
	} {
		s := FindSecrets(map[string][]byte{"a": []byte(text)})
		if got := string(s.Show("a", []byte(text))); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// TestBareSecrets: nor is what most likely is one without its quotes. Between «» stands what is
// hidden.
func TestBareSecrets(t *testing.T) {
	for _, marked := range []string{
		`secret pw = «hunter2»`,
		`secret pw = «hunter2»; task "b"`,
		`secret pw = «hun;ter2»`,
		`secret pw = «p@ss-w0rd,1}x» # y`,
		`secret pw = «hun#ter2»`,
		`secret pw = «correct» «horse» «4» «you»`,
		`secret pw = «$ecret»`,
		`secret pw = env "A" >> «hunter2»`,
		`secret pw = «12parsecs» «x»`,
		`secret pw = [«hunter2», "«b»"]; task c`,
		`secret pw = func vault.Get("«a»", «other»)`,
		`param p = "a"; secret pw = p >> «other»`,
		`secret a = «1»; task t { do set a = «b», run c }`,
		`secret a = «1»; task t { params { a: «b», c: d } }`,
		`task t { notify slack://«a@b»; title "c" }`,
		`task t { notify slack://«a@b» } x`,
		`param u = ntfy://«a/b»; task t { notify u }`,
		`config { log postgres postgres://«u:p@h/d» keep 9 }`,
	} {
		text := strings.NewReplacer("«", "", "»", "").Replace(marked)
		var want strings.Builder
		for i, part := range strings.Split(strings.ReplaceAll(marked, "»", "«"), "«") {
			if i%2 == 1 {
				part = strings.Repeat("*", len(part))
			}
			want.WriteString(part)
		}
		s := FindSecrets(map[string][]byte{"a": []byte(text)})
		if got := string(s.Show("a", []byte(text))); got != want.String() {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want.String())
		}
	}
}

// TestSecretsOfAllFiles: what one file declares to be a secret is one in another.
func TestSecretsOfAllFiles(t *testing.T) {
	use := []byte(`task t { do set a = "hunter2" }`)
	s := FindSecrets(map[string][]byte{"a": []byte(`secret a = env "A"`), "b": use})
	if got := string(s.Show("b", use)); strings.Contains(got, "hunter2") {
		t.Error(got)
	}
	if got := string(s.Show("c", use)); got != string(use) {
		t.Errorf("of a file that is not known: %s", got)
	}
}

// TestSecretsInMessages: a message that quotes the value of a secret does not say it.
func TestSecretsInMessages(t *testing.T) {
	text := `secret pw = "hunter2" 'hunter3'` + "\n" + `secret none = ""`
	_, list := Parse("a", []byte(text))
	list = append(list, diag.Diagnostic{Msg: `"hunter2" is no number`, Label: `not "hunter3"`,
		Help: `write "" or "a"`, Related: []diag.Related{{Msg: `"hunter2"`}}})
	FindSecrets(map[string][]byte{"a": []byte(text)}).Hide(list)
	var said strings.Builder
	for _, d := range list {
		said.WriteString(d.Msg + d.Label + d.Help)
		for _, r := range d.Related {
			said.WriteString(r.Msg)
		}
	}
	if got := said.String(); strings.Contains(got, "hunter") ||
		!strings.HasSuffix(got, `"*****" is no numbernot "*****"write "" or "a""*****"`) {
		t.Error(got)
	}
}

// TestSchemeInMessages: a scheme is no secret, so a help that begins with it stays whole.
func TestSchemeInMessages(t *testing.T) {
	text := `task a when daily { notify "ntfy://" }`
	list := diag.List{{Help: "it is written: ntfy://HOST/TOPIC"}}
	FindSecrets(map[string][]byte{"a": []byte(text)}).Hide(list)
	if got, want := list[0].Help, "it is written: ntfy://HOST/TOPIC"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestBareSecretsInMessages: nor does a message about a value without quotes, nor a suggestion,
// however long the value is. What mends the text still does.
func TestBareSecretsInMessages(t *testing.T) {
	long := strings.Repeat("hunter", 20)
	for _, text := range []string{"secret pw = hunter2 hunter3", "secret pw = " + long,
		`secret pw = "` + long + `" "` + long + `"`, "secret pw = hunter2; param x = [hunter2",
		"task t { notify slack://hunter2 }\nsecret hunter2", "secret pw = “hunter2”",
		"secret pw = hunter-two-3", "secret pw = 12hunter",
		"config { log postgres postgres://hunter2@h/d }"} {
		_, list := Parse("a", []byte(text))
		for word := range wordsIn(text) {
			if strings.Contains(word, "hunter") {
				list = append(list, diag.Diagnostic{Msg: word, Help: "about '" + word + "'",
					Suggestion: strconv.Quote(word), Span: diag.Span{File: "a"}})
			}
		}
		FindSecrets(map[string][]byte{"a": []byte(text)}).Hide(list)
		for _, d := range list {
			if said := d.Msg + d.Label + d.Help + d.Suggestion; strings.Contains(said, "hunter") {
				t.Errorf("%s\nsays %s", text, said)
			}
		}
		if last := list[len(list)-1]; last.Fix.Text == "" {
			t.Errorf("%s: nothing mends %v", text, last)
		}
	}
}
