package notify

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
)

// A mailServer is an SMTP server that notes what it is told.
type mailServer struct {
	greeting bool     // TLS from the first byte on
	offers   []string // what it answers to EHLO
	refuse   string   // a command, or DATA's end ".", that it refuses
	secure   bool     // TLS has begun
	said     []string // the commands, but for those of a password
	password string   // what the client has said of itself
	letter   string
}

// serve starts the server, and returns a wire on which it has all addresses. It is safe to
// read the server when send has returned, because done is closed when a conversation ends.
func (s *mailServer) serve(t *testing.T) (w wire, done chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done = make(chan struct{})
	t.Cleanup(func() { listener.Close() })
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		config := &tls.Config{Certificates: []tls.Certificate{certificate}}
		if s.greeting {
			conn, s.secure = tls.Server(conn, config), true
		}
		fmt.Fprint(conn, "220 mail.example.com\r\n")
		s.converse(conn, config)
	}()
	return to(listener), done
}

// converse answers commands until the client ends.
func (s *mailServer) converse(conn net.Conn, config *tls.Config) {
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		word, _, _ := strings.Cut(line, " ")
		s.said = append(s.said, line)
		switch {
		case word == s.refuse:
			fmt.Fprintf(conn, "550 %s is refused\r\n", line)
		case word == "EHLO":
			fmt.Fprint(conn, "250-mail.example.com\r\n")
			for _, offer := range s.offers {
				fmt.Fprintf(conn, "250-%s\r\n", offer)
			}
			fmt.Fprint(conn, "250 OK\r\n")
		case word == "STARTTLS":
			fmt.Fprint(conn, "220 go on\r\n")
			conn = tls.Server(conn, config)
			in, s.secure = bufio.NewReader(conn), true
		case word == "AUTH":
			s.authenticate(conn, in, line)
		case word == "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			s.read(in)
			if s.refuse == "." {
				fmt.Fprint(conn, "552 too long\r\n")
				continue
			}
			fmt.Fprint(conn, "250 taken\r\n")
		case word == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 OK\r\n")
		}
	}
}

// authenticate notes by which way the client says who it is, and what it says.
func (s *mailServer) authenticate(conn net.Conn, in *bufio.Reader, line string) {
	ask := func(question string) string {
		fmt.Fprintf(conn, "334 %s\r\n", base64.StdEncoding.EncodeToString([]byte(question)))
		answer, _ := in.ReadString('\n')
		text, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(answer))
		return string(text)
	}
	words := strings.Fields(line)
	switch words[1] {
	case "PLAIN":
		text, _ := base64.StdEncoding.DecodeString(words[2])
		s.password = "PLAIN " + strings.ReplaceAll(string(text), "\x00", " ")
	case "LOGIN":
		s.password = "LOGIN " + ask("Username:") + " " + ask("Password:")
	case "CRAM-MD5":
		s.password = "CRAM-MD5 " + ask("<1@example.com>")
	}
	fmt.Fprint(conn, "235 welcome\r\n")
}

// read reads the letter, up to the line with a dot.
func (s *mailServer) read(in *bufio.Reader) {
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return
		}
		s.letter += strings.TrimPrefix(line, ".")
	}
}

// TestMail sends mail to servers that take it in all ways.
func TestMail(t *testing.T) {
	mac := hmac.New(md5.New, []byte("s3cr3t"))
	io.WriteString(mac, "<1@example.com>")
	cram := fmt.Sprintf("CRAM-MD5 u %x", mac.Sum(nil))
	const far, whom = "mail.example.com", "?from=cron@example.com&to=ops@example.com,b@example.com"
	for _, test := range []struct {
		address          string
		server           mailServer
		secure           bool
		password, failed string
	}{
		{"smtp://localhost" + whom, mailServer{}, false, "", ""},
		{"smtp://localhost" + whom, mailServer{offers: []string{"STARTTLS"}}, false, "", ""},
		{"smtp://u:s3cr3t@localhost" + whom, mailServer{offers: []string{"AUTH LOGIN"}}, false,
			"LOGIN u s3cr3t", ""},
		{"smtp://" + far + whom, mailServer{offers: []string{"STARTTLS"}}, true, "", ""},
		{"smtp://u:s3cr3t@" + far + whom, mailServer{
			offers: []string{"AUTH CRAM-MD5 LOGIN PLAIN", "STARTTLS"}}, true,
			"PLAIN  u s3cr3t", ""},
		{"smtps://u:s3cr3t@" + far + whom, mailServer{greeting: true,
			offers: []string{"AUTH LOGIN XOAUTH2"}}, true, "LOGIN u s3cr3t", ""},
		{"smtps://u:s3cr3t@" + far + whom, mailServer{greeting: true,
			offers: []string{"AUTH CRAM-MD5"}}, true, cram, ""},
		{"smtp://127.0.0.1" + whom + "&starttls=yes", mailServer{offers: []string{"STARTTLS"}},
			true, "", ""},
		{"smtp://" + far + whom + "&starttls=no", mailServer{offers: []string{"STARTTLS"}}, false,
			"", ""},
		{"smtp://" + far + whom, mailServer{}, false, "", "mail: the server does not offer TLS"},
		{"smtp://other.example.com" + whom, mailServer{offers: []string{"STARTTLS"}}, true, "",
			"certificate is valid for"},
		{"smtp://u:s3cr3t@" + far + whom + "&starttls=no", mailServer{
			offers: []string{"AUTH PLAIN LOGIN"}}, false, "", "unencrypted connection"},
		{"smtp://u:s3cr3t@" + far + whom + "&starttls=no", mailServer{
			offers: []string{"AUTH LOGIN"}}, false, "", "a password is not sent without TLS"},
		{"smtp://u:s3cr3t@localhost" + whom, mailServer{}, false, "", "takes no password by PLAIN"},
		{"smtp://u:s3cr3t@localhost" + whom, mailServer{offers: []string{"AUTH PLAIN"},
			refuse: "AUTH"}, false, "", "550"},
		{"smtp://localhost" + whom, mailServer{refuse: "MAIL"}, false, "",
			`550 "MAIL FROM:<cron@example.com>`},
		{"smtp://localhost" + whom, mailServer{refuse: "RCPT"}, false, "",
			`550 "RCPT TO:<ops@example.com>`},
		{"smtp://localhost" + whom, mailServer{refuse: "DATA"}, false, "", `550 "DATA`},
		{"smtp://localhost" + whom, mailServer{refuse: "."}, false, "", "too long"},
		{"smtp://localhost" + whom, mailServer{refuse: "QUIT"}, false, "", ""},
	} {
		s := test.server
		w, done := s.serve(t)
		err := send(t.Context(), w, test.address, note{title: "T", message: "m"})
		<-done
		switch {
		case test.failed == "" && err != nil, test.failed != "" && (err == nil ||
			!strings.Contains(err.Error(), test.failed) || strings.Contains(err.Error(), "s3cr3t")):
			t.Errorf("%s, %+v: the error is %v", test.address, test.server, err)
		case s.secure != test.secure || s.password != test.password:
			t.Errorf("%s, %+v: TLS %v, password %q", test.address, test.server, s.secure,
				s.password)
		case (s.letter != "") != (test.failed == "" || s.refuse == "."):
			t.Errorf("%s, %+v: the letter is %q", test.address, test.server, s.letter)
		}
	}
}

// TestLetter: whatever a title and a message hold, the mail has the headers that it should
// have, and the texts.
func TestLetter(t *testing.T) {
	var s mailServer
	w, done := s.serve(t)
	title := "Späť\r\nBcc: x@y.z " + strings.Repeat("ü", 100)
	message := ".\r\n.\r\nQUIT\r\n\x00ü=\xff " + strings.Repeat("long ", 50)
	address := "smtp://localhost?from=a%2Bb@example.com&fromname=Cr%C3%B6n%0D%0AX:y" +
		"&to=ops@example.com,Ops%20%3Cb@example.com%3E"
	if err := send(t.Context(), w, address, note{title: title, message: message}); err != nil {
		t.Fatal(err)
	}
	<-done
	if strings.Join(s.said[1:], "|") != "MAIL FROM:<a+b@example.com>|RCPT TO:<ops@example.com>|"+
		"RCPT TO:<b@example.com>|DATA|QUIT" {
		t.Errorf("the server was told %q", s.said)
	}
	got, err := mail.ReadMessage(strings.NewReader(s.letter))
	if err != nil {
		t.Fatalf("%v in\n%s", err, s.letter)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if want := "Späť Bcc: x@y.z " + strings.Repeat("ü", 100); err != nil || subject != want {
		t.Errorf("the subject is %q, error %v", subject, err)
	}
	to, err := got.Header.AddressList("To")
	if err != nil || len(to) != 2 || to[1].Name != "Ops" || len(got.Header) != 9 {
		t.Errorf("to %v, error %v, headers %v", to, err, got.Header)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
	want := ".\n.\nQUIT\n ü=\ufffd " + strings.Repeat("long ", 50) + "\n"
	if text := string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))); err != nil ||
		text != want {
		t.Errorf("the body is %q, error %v", text, err)
	}
	for line := range strings.Lines(s.letter) {
		if len(line) > 200 || !strings.HasSuffix(line, "\r\n") {
			t.Errorf("the line %q", line)
		}
	}
}
