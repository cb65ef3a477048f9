package process

import (
	"encoding/binary"
	"io"
)

// writeMessage writes a message, preceded by its length in 8 bytes.
func writeMessage(w io.Writer, message []byte) error {
	length := binary.BigEndian.AppendUint64(nil, uint64(len(message)))
	if _, err := w.Write(length); err != nil {
		return err
	}
	_, err := w.Write(message)
	return err
}

// readMessage reads what writeMessage has written, and fails if that is not
// complete.
func readMessage(r io.Reader) ([]byte, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	want := binary.BigEndian.Uint64(length[:])
	message, err := io.ReadAll(io.LimitReader(r, int64(min(want, 1<<62))))
	if err == nil && uint64(len(message)) < want {
		err = io.ErrUnexpectedEOF
	}
	return message, err
}
