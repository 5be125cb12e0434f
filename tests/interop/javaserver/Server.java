import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Asks for a client certificate: required, optional, or late, by a new handshake once a question is there. */
public class Server {
    private static final String ANSWER =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

    public static void main(String[] args) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (FileInputStream file = new FileInputStream(args[0])) {
            own.load(file, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusting(args[1]).getTrustManagers(), null);
        int port = Integer.parseInt(args[3]);
        SSLServerSocket server =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, 16, InetAddress.getByName(args[2]));
        if (!args[4].equals("any")) {
            server.setEnabledProtocols(new String[] {"TLSv" + args[4]});
        }
        String mode = args[5];
        server.setNeedClientAuth(mode.equals("required"));
        if (mode.equals("optional")) {
            server.setWantClientAuth(true);
        }
        while (true) {
            SSLSocket socket = (SSLSocket) server.accept();
            Thread thread = new Thread(() -> serve(socket, mode));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static TrustManagerFactory trusting(String file) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (FileInputStream in = new FileInputStream(file)) {
            Certificate root = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("root", root);
        }
        TrustManagerFactory made = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        made.init(trusted);
        return made;
    }

    private static void serve(SSLSocket socket, String mode) {
        try (socket) {
            socket.setSoTimeout(5000);
            byte[] question = new byte[4096];
            if (socket.getInputStream().read(question) <= 0) {
                return;
            }
            if (mode.equals("late")) {
                socket.setNeedClientAuth(true);
                socket.startHandshake();
                // The handshake is done while something is read.
                socket.getInputStream().read(question);
            }
            socket.getOutputStream().write(ANSWER.getBytes("US-ASCII"));
        } catch (Exception ended) {
            // The client's end of it is no concern here.
        }
    }
}
