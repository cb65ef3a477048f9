package console

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"

	rocket "github.com/rocketc/rocketc/runtime"
)

// version says what the program is and, if that is known, what it was compiled of.
func version(s *rocket.Schedule) string {
	build := s.Build
	if build == "" {
		build = "unknown"
	}
	text := fmt.Sprintf("%s build %s %s %s/%s",
		s.Name, build, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if s.Sources != "" {
		text += fmt.Sprintf("\nschedule %s, compiled by rocketc %s", s.Sources, s.Compiler)
	}
	return text
}

// executableBuild returns a short id of what this program was built of; empty
// if it has none.
func executableBuild() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(file, head)
	const short = 12
	content := path.Base(goBuildID(head[:n]))
	if content == "." {
		return ""
	}
	return content[:min(short, len(content))]
}

// goBuildID returns the id that the Go linker has written near the beginning of
// an executable: of ELF in a note, else in the text. Its last part, after a
// slash, is a hash of the content.
func goBuildID(head []byte) string {
	if bytes.HasPrefix(head, []byte("\x7fELF")) {
		return noteBuildID(head)
	}
	_, id, _ := bytes.Cut(head, []byte("\xff Go build ID: \""))
	id, _, found := bytes.Cut(id, []byte(`"`))
	if !found {
		return ""
	}
	return string(id)
}

// noteBuildID reads an ELF note: the sizes of its name and its content, its
// type, its name, its content.
func noteBuildID(head []byte) string {
	const fields, name = 12, "Go\x00\x00"
	at := bytes.Index(head, []byte(name)) - fields
	if at < 0 {
		return ""
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[5] == 2 {
		order = binary.BigEndian
	}
	size, content := int64(order.Uint32(head[at+4:])), head[at+fields+len(name):]
	if order.Uint32(head[at:]) != uint32(len(name)) || size > int64(len(content)) {
		return ""
	}
	return string(content[:size])
}
