// A Java client whose only trust is one PEM file, each certificate of it an entry of its own. One machine start for many checks:
// each line of stdin is `BUNDLE IP PORT NAME`, each line of stdout its answer, `ok` or the reason.
// Usage: java Client.java < checks

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

public class Client {
    public static void main(String[] args) throws Exception {
        BufferedReader checks = new BufferedReader(new InputStreamReader(System.in));
        for (String check = checks.readLine(); check != null; check = checks.readLine()) {
            String[] words = check.split(" ");
            String said;
            try {
                connect(trust(words[0]), words[1], Integer.parseInt(words[2]), words[3]);
                said = "ok";
            } catch (Exception why) {
                said = String.valueOf(why.getMessage()).replaceAll("\\s+", " ");
            }
            System.out.println(said);
        }
    }

    private static SSLContext trust(String bundle) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (FileInputStream in = new FileInputStream(bundle)) {
            int entry = 0;
            for (Certificate held : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("entry-" + entry++, held);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static void connect(SSLContext context, String ip, int port, String name) throws Exception {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(ip, port), 5000);
            plain.setSoTimeout(5000);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true)) {
                SSLParameters asked = tls.getSSLParameters();
                asked.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(asked);
                tls.startHandshake();
            }
        }
    }
}
