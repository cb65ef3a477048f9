package notify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A post office is an SMTP server, and the letters that go to it.
type postOffice struct {
	host, port     string
	user, password string
	from           *mail.Address
	to             []*mail.Address
	implicit       bool // TLS from the first byte on
	plain          bool // without TLS
}

// readMail reads smtp://[USER:PASSWORD@]HOST[:PORT]?from=ADDRESS&to=ADDRESS,ADDRESS and
// smtps://, which is TLS from the first byte on. smtp:// turns to TLS by STARTTLS, but for
// servers on this machine unless starttls=yes, and for all if starttls=no.
func readMail(u *url.URL) (target, error) {
	set, err := settings(u, "from fromaddress", "to toaddresses", "fromname",
		"starttls usestarttls")
	if err != nil {
		return nil, err
	}
	m := &postOffice{host: u.Hostname(), port: u.Port(), user: u.User.Username()}
	m.password, _ = u.User.Password()
	m.implicit = u.Scheme == "smtps" || m.port == "465"
	switch {
	case m.host == "":
		return nil, bad("the address names no host")
	case len(segments(u.Path)) > 0:
		return nil, bad("the address of a mail server has no path")
	case set["from"] == "" || set["to"] == "":
		return nil, bad("the address does not say from whom and to whom the mail is: ?from=…&to=…")
	}
	if err := m.setAddresses(set["from"], set["fromname"], set["to"]); err != nil {
		return nil, err
	}
	switch strings.ToLower(set["starttls"]) {
	case "no", "false", "0":
		m.plain = !m.implicit
	case "yes", "true", "1":
	case "":
		m.plain = !m.implicit && m.isLocal()
	default:
		return nil, bad("starttls of an address is yes or no")
	}
	if m.port == "" {
		m.port = "25"
		if m.implicit {
			m.port = "465"
		} else if m.user != "" {
			m.port = "587"
		}
	}
	return m, nil
}

// setAddresses reads the sender and the receivers.
func (m *postOffice) setAddresses(from, name, to string) (err error) {
	if m.from, err = mail.ParseAddress(plus(from)); err != nil {
		return bad("from is no mail address")
	}
	m.from.Name = cmp.Or(name, m.from.Name)
	for part := range strings.SplitSeq(to, ",") {
		list, err := mail.ParseAddressList(plus(part))
		if err != nil {
			return bad("to is no list of mail addresses")
		}
		m.to = append(m.to, list...)
	}
	return nil
}

// plus returns a mail address with the plus that a query makes a space.
func plus(address string) string {
	address = strings.TrimSpace(address)
	if strings.ContainsAny(address, `<"`) {
		return address
	}
	return strings.ReplaceAll(address, " ", "+")
}

// isLocal reports whether the server is on this machine.
func (m *postOffice) isLocal() bool {
	ip := net.ParseIP(m.host)
	return m.host == "localhost" || ip != nil && ip.IsLoopback()
}

// name returns the kind of place.
func (m *postOffice) name() string { return "mail" }

// post hands the letter in. A context that is done ends the conversation at once.
func (m *postOffice) post(ctx context.Context, w wire, n note) error {
	conn, err := w.dial(ctx, "tcp", net.JoinHostPort(m.host, m.port))
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	return m.converse(&bounded{conn, maxConversation}, n)
}

// maxConversation is how many bytes of a server are read.
const maxConversation = 1 << 20

// A bounded connection is one from which no more than some bytes are read.
type bounded struct {
	net.Conn
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errors.New("the server says too much")
	}
	n, err := b.Conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// converse talks to the server.
func (m *postOffice) converse(conn net.Conn, n note) error {
	config := &tls.Config{ServerName: m.host}
	if m.implicit {
		conn = tls.Client(conn, config)
	}
	client, err := smtp.NewClient(conn, m.host)
	if err != nil {
		return err
	}
	if !m.implicit && !m.plain {
		if offers, _ := client.Extension("STARTTLS"); !offers {
			return errors.New("the server does not offer TLS (STARTTLS); smtps:// is TLS from " +
				"the start, ?starttls=no goes without")
		}
		if err := client.StartTLS(config); err != nil {
			return err
		}
	}
	if err := m.authenticate(client); err != nil {
		return err
	}
	if err := client.Mail(m.from.Address); err != nil {
		return err
	}
	for _, to := range m.to {
		if err := client.Rcpt(to.Address); err != nil {
			return err
		}
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	if _, err = data.Write(m.letter(n, time.Now())); err == nil {
		err = data.Close()
	}
	if err == nil {
		_ = client.Quit() // the letter is taken
	}
	return err
}

// authenticate says who sends, by a way that the server offers.
func (m *postOffice) authenticate(client *smtp.Client) error {
	if m.user == "" {
		return nil
	}
	_, line := client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(line))
	switch {
	case slices.Contains(offered, "PLAIN"):
		return client.Auth(smtp.PlainAuth("", m.user, m.password, m.host))
	case slices.Contains(offered, "LOGIN"):
		return client.Auth(&loginAuth{m})
	case slices.Contains(offered, "CRAM-MD5"):
		return client.Auth(smtp.CRAMMD5Auth(m.user, m.password))
	}
	return errors.New("the server takes no password by PLAIN, LOGIN or CRAM-MD5")
}

// loginAuth is the way LOGIN, which asks for the name and then for the password.
type loginAuth struct{ *postOffice }

func (a *loginAuth) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS && !a.isLocal() {
		return "", nil, errors.New("a password is not sent without TLS")
	}
	return "LOGIN", nil, nil
}

func (a *loginAuth) Next(question []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if bytes.HasPrefix(bytes.ToLower(question), []byte("user")) {
		return []byte(a.user), nil
	}
	return []byte(a.password), nil
}

// letter returns the mail.
func (m *postOffice) letter(n note, now time.Time) []byte {
	var b bytes.Buffer
	// Encoded words are told apart by a space, at which a line may end.
	subject := strings.ReplaceAll(mime.QEncoding.Encode("utf-8", n.title), "?= =?", "?=\r\n =?")
	receivers := make([]string, len(m.to))
	for i, to := range m.to {
		receivers[i] = to.String()
	}
	_, domain, _ := strings.Cut(m.from.Address, "@")
	for _, line := range [][2]string{
		{"From", m.from.String()},
		{"To", strings.Join(receivers, ",\r\n ")},
		{"Subject", subject},
		{"Date", now.Format(time.RFC1123Z)},
		{"Message-ID", "<" + rand.Text() + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", line[0], line[1])
	}
	b.WriteString("\r\n")
	body := quotedprintable.NewWriter(&b)
	_, _ = io.WriteString(body, n.message+"\n") // to memory
	_ = body.Close()
	return b.Bytes()
}
