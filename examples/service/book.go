package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// A Currency is a code of ISO 4217, such as EUR.
type Currency string

// Rates are what one unit of the base costs in other currencies.
type Rates struct {
	Base Currency             `json:"base"`
	At   time.Time            `json:"at"`
	Cost map[Currency]float64 `json:"cost"`
}

// A Book has the latest rates of each base, and those before them. Tasks and handlers share it.
type Book struct {
	mu             sync.Mutex
	latest, before map[Currency]Rates
}

func newBook() *Book {
	return &Book{latest: map[Currency]Rates{}, before: map[Currency]Rates{}}
}

// Put has a book know newer rates.
func (b *Book) Put(r Rates) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.before[r.Base] = b.latest[r.Base]
	b.latest[r.Base] = r
}

// Latest returns the newest rates of a base, and those before them.
func (b *Book) Latest(base Currency) (latest, before Rates, found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	latest, found = b.latest[base]
	return latest, b.before[base], found
}

// Drop forgets the rates from before an instant, and returns of how many bases.
func (b *Book) Drop(before time.Time) (dropped int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for base, rates := range b.latest {
		if rates.At.Before(before) {
			dropped++
			delete(b.latest, base)
			delete(b.before, base)
		}
	}
	return dropped
}

// saved is the file, in the working directory, that keeps the rates while the service is off.
const saved = "rates.json"

// Save writes the newest rates to a file, in one step.
func (b *Book) Save(file string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	text, err := json.Marshal(b.latest)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// readBook returns the book that a file has; an empty one if there is no file.
func readBook(file string) (*Book, error) {
	book := newBook()
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return book, nil
	}
	if err != nil {
		return nil, err
	}
	return book, json.Unmarshal(text, &book.latest)
}

// opened is the one book of the service.
var opened = sync.OnceValues(func() (*Book, error) { return readBook(saved) })

// openBook returns the book of the service.
func openBook() (*Book, error) { return opened() }
