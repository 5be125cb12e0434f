package main

import (
	"bytes"
	"io"
	"net"
	"sync"
	"time"
)

// pipe is two ends of a connection in memory. Unlike net.Pipe it never waits for the other end to read: both may send an alert at once.
func pipe() (net.Conn, net.Conn) {
	a, b := newHalf(), newHalf()
	return &end{in: a, out: b}, &end{in: b, out: a}
}

// half is one direction.
type half struct {
	sync.Mutex
	more   *sync.Cond
	held   bytes.Buffer
	closed bool
}

func newHalf() *half {
	made := &half{}
	made.more = sync.NewCond(made)
	return made
}

type end struct{ in, out *half }

func (e *end) Read(into []byte) (int, error) {
	e.in.Lock()
	defer e.in.Unlock()
	for e.in.held.Len() == 0 && !e.in.closed {
		e.in.more.Wait()
	}
	if e.in.held.Len() == 0 {
		return 0, io.EOF
	}
	return e.in.held.Read(into)
}

func (e *end) Write(from []byte) (int, error) {
	e.out.Lock()
	defer e.out.Unlock()
	defer e.out.more.Broadcast()
	return e.out.held.Write(from)
}

// Close ends both directions; what was sent can still be read.
func (e *end) Close() error {
	for _, one := range []*half{e.in, e.out} {
		one.Lock()
		one.closed = true
		one.more.Broadcast()
		one.Unlock()
	}
	return nil
}

func (e *end) LocalAddr() net.Addr              { return &net.IPAddr{} }
func (e *end) RemoteAddr() net.Addr             { return &net.IPAddr{} }
func (e *end) SetDeadline(time.Time) error      { return nil }
func (e *end) SetReadDeadline(time.Time) error  { return nil }
func (e *end) SetWriteDeadline(time.Time) error { return nil }
