// A client as MTC's controller, Velero and restic are clients: the only roots are those of one file.
// Usage: goclient BUNDLE ADDRESS URL [CERT KEY]; the name in URL is reached at ADDRESS, or through it, where that is a proxy's URL.
// With "-" for BUNDLE nobody is trusted.
// With "-" for ADDRESS it goes the way that the environment names, as those programs do.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

func main() {
	if err := get(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func get(args []string) error {
	if len(args) != 3 && len(args) != 5 {
		return fmt.Errorf("usage: goclient BUNDLE ADDRESS URL [CERT KEY]")
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	if args[0] != "-" {
		bundle, err := os.ReadFile(args[0])
		if err != nil {
			return err
		}
		if !config.RootCAs.AppendCertsFromPEM(bundle) {
			return fmt.Errorf("%s: Go finds no certificate in it", args[0])
		}
	}
	if len(args) == 5 {
		pair, err := tls.LoadX509KeyPair(args[3], args[4])
		if err != nil {
			return err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	dialer := net.Dialer{Timeout: 3 * time.Second}
	// client-go and net/http's own transport have such a bound, too.
	transport := &http.Transport{TLSClientConfig: config, TLSHandshakeTimeout: 3 * time.Second}
	if args[1] == "-" {
		transport.Proxy = http.ProxyFromEnvironment
	} else if strings.Contains(args[1], "://") {
		proxy, err := url.Parse(args[1])
		if err != nil {
			return err
		}
		transport.Proxy = http.ProxyURL(proxy)
	} else {
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, args[1])
		}
	}
	// Where a redirect leads is another endpoint.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := http.Client{Transport: transport, Timeout: 5 * time.Second, CheckRedirect: stay}
	answer, err := client.Get(args[2])
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)
	return nil
}
