package process

import (
	"encoding/binary"
	"errors"
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
	want, err := readLength(r)
	if err != nil {
		return nil, err
	}
	return readBody(r, want)
}

// readBody reads a message of this length.
func readBody(r io.Reader, want uint64) ([]byte, error) {
	message, err := io.ReadAll(io.LimitReader(r, int64(min(want, 1<<62))))
	if err == nil && uint64(len(message)) < want {
		err = io.ErrUnexpectedEOF
	}
	return message, err
}

// readShortMessage reads a message of this length. It fails, and reads no more than
// that, if the message has another length.
func readShortMessage(r io.Reader, length int) ([]byte, error) {
	want, err := readLength(r)
	if err != nil {
		return nil, err
	}
	if want != uint64(length) {
		return nil, errors.New("its length is not what it should be")
	}
	message := make([]byte, length)
	_, err = io.ReadFull(r, message)
	return message, err
}

func readLength(r io.Reader) (uint64, error) {
	var length [8]byte
	_, err := io.ReadFull(r, length[:])
	return binary.BigEndian.Uint64(length[:]), err
}
