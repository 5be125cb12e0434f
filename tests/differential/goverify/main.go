// What Go's own crypto/x509 and crypto/tls say of chains. Cases come as JSON lines on stdin, answers go as JSON lines to stdout.
// Only the standard library of the Go that builds it: that is the point.
package main

import (
	"bufio"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"time"
)

// Case is one question: does a client that trusts this pool accept this chain for this name at this time?
type Case struct {
	ID    int      `json:"id"`
	Chain [][]byte `json:"chain"`
	Pool  []byte   `json:"pool"`
	Name  string   `json:"name"`
	Time  int64    `json:"time"`
	Key   *Key     `json:"key"`
}

// Answer is what Go says. Texts are empty where it does not object.
type Answer struct {
	ID int `json:"id"`
	// Of each certificate sent: why x509.ParseCertificate refuses it.
	Parsed []string `json:"parsed"`
	// SHA-256 of each certificate that AppendCertsFromPEM takes, in order, each once.
	Loaded []string `json:"loaded"`
	// Why x509.Verify refuses; not asked where a certificate cannot be parsed.
	Verify string `json:"verify"`
	// Why a client of crypto/tls ends the handshake.
	TLS string `json:"tls"`
	// What that client says where the server cannot use the leaf's key at all, and says so before it sends any certificate.
	Alert string `json:"alert"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	cases, answers := json.NewDecoder(in), json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for cases.More() {
		var asked Case
		if err := cases.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := answers.Encode(answer(&asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func answer(asked *Case) (said Answer) {
	said.ID = asked.ID
	defer func() {
		if why := recover(); why != nil {
			said.TLS = fmt.Sprintf("panic: %v", why)
		}
	}()
	var leaf *x509.Certificate
	parsed := make([]*x509.Certificate, 0, len(asked.Chain))
	for i, der := range asked.Chain {
		cert, err := x509.ParseCertificate(der)
		if err == nil {
			parsed = append(parsed, cert)
		}
		if i == 0 {
			leaf = cert
		}
		said.Parsed = append(said.Parsed, words(err))
	}
	pool, loaded := load(asked.Pool)
	said.Loaded = loaded
	if len(parsed) == len(asked.Chain) {
		options := x509.VerifyOptions{Roots: pool, Intermediates: x509.NewCertPool(), DNSName: asked.Name, CurrentTime: time.Unix(asked.Time, 0).UTC()}
		for _, cert := range parsed[1:] {
			options.Intermediates.AddCert(cert)
		}
		_, err := leaf.Verify(options)
		said.Verify = words(err)
	}
	said.TLS = handshake(asked, pool, leaf)
	if !canSign(leaf, said.Parsed[0]) {
		said.Alert = "remote error: tls: handshake failure"
	}
	return said
}

// load is AppendCertsFromPEM, and which certificates it took: its own loop does no more than this one.
func load(text []byte) (*x509.CertPool, []string) {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	seen, loaded := map[string]bool{}, []string{}
	for len(text) > 0 {
		var block *pem.Block
		block, text = pem.Decode(text)
		if block == nil {
			break
		}
		if block.Type != "CERTIFICATE" || len(block.Headers) != 0 {
			continue
		}
		sum := sha256.Sum256(block.Bytes)
		if name := hex.EncodeToString(sum[:]); !seen[name] {
			if _, err := x509.ParseCertificate(block.Bytes); err == nil {
				seen[name], loaded = true, append(loaded, name)
			}
		}
	}
	//lint:ignore SA1019 the only way to count what a pool holds
	if held := len(pool.Subjects()); held != len(loaded) {
		panic(fmt.Sprintf("AppendCertsFromPEM takes %d certificates, its loop %d", held, len(loaded)))
	}
	return pool, loaded
}

func words(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// handshake is crypto/tls's client against a server that sends the chain whatever it is. Where the leaf's private key is not at hand, it
// counts as good that the client takes the certificates and finds nothing worse than a signature by another key.
func handshake(asked *Case, pool *x509.CertPool, leaf *x509.Certificate) string {
	taken := false
	client := &tls.Config{
		RootCAs: pool, ServerName: asked.Name,
		Time:             func() time.Time { return time.Unix(asked.Time, 0).UTC() },
		CurvePreferences: []tls.CurveID{tls.X25519},
		VerifyConnection: func(tls.ConnectionState) error { taken = true; return nil },
	}
	err := shakeHands(client, asked, leaf)
	if err == nil || (taken && asked.Key == nil && onlyWrongKey(err)) {
		return ""
	}
	return err.Error()
}
