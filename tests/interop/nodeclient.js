// A Node client whose only roots are those of one file. Usage: node nodeclient.js BUNDLE IP PORT NAME [CERT KEY]
const fs = require("fs");
const net = require("net");
const tls = require("tls");

const [bundle, host, port, name, cert, key] = process.argv.slice(2);
// An address is never sent as a name; what is connected to is then what the certificate must prove.
const servername = net.isIP(name) ? undefined : name;
const pair = cert ? { cert: fs.readFileSync(cert), key: fs.readFileSync(key) } : {};
const socket = tls.connect({ ca: fs.readFileSync(bundle), host, port: Number(port), servername, ...pair }, () => {
  console.log(socket.getProtocol());
  socket.end();
});
socket.setTimeout(5000, () => socket.destroy(new Error("no answer")));
socket.on("error", (why) => {
  console.error(why.message);
  process.exitCode = 1;
});
