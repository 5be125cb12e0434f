// Asks for a client certificate: `required`, `optional`, or `late`, by a new handshake once a question is there.
const fs = require("fs");
const tls = require("tls");

const [cert, key, ca, host, port, version, mode] = process.argv.slice(2);
const versions = version === "any" ? {} : { minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` };
const options = {
  cert: fs.readFileSync(cert),
  key: fs.readFileSync(key),
  ca: fs.readFileSync(ca),
  requestCert: mode !== "late",
  rejectUnauthorized: mode === "required",
  ...versions,
};
const answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";
const server = tls.createServer(options, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => {
    if (mode !== "late") return socket.end(answer);
    const asked = socket.renegotiate({ requestCert: true, rejectUnauthorized: true }, (why) => (why ? socket.destroy() : socket.end(answer)));
    if (!asked) socket.destroy();
  });
});
server.on("tlsClientError", () => {});
server.listen(Number(port), host);
