const u = new URL(process.argv[1]), e = process.env, from = Date.now();
const proxy = e.HTTPS_PROXY || e.HTTP_PROXY;
const exempt = (e.no_proxy || e.NO_PROXY || "").split(",").map(s => s.trim())
  .filter(s => s).find(s => u.hostname.endsWith(s));
const port = u.port || 443;
let p = null, valid = true;
try { if (proxy && !exempt) p = new URL(proxy); } catch (x) { valid = false; }
let step = p ? "proxy" : "dns", said = false;
const say = o => {
  if (said) return;
  said = true;
  const via = p ? p.protocol + "//" + p.host : "direct";
  const base = { leg: "pod-oauth", to: u.hostname + ":" + port, via };
  if (proxy && exempt) base.exempt = exempt;
  console.log(JSON.stringify({ ...base, ...o, ms: Date.now() - from }));
  process.exit(o.ok ? 0 : 1);
};
const bad = error => say({ ok: false, step, error });
const failed = x => bad(x.code || "failed");
if (!valid || (p && !p.hostname)) p = null, step = "proxy", bad("not a URL");
setTimeout(() => bad("ETIMEDOUT"), 15000);
const ask = socket => {
  step = "tls";
  const t = require("tls").connect({ socket, servername: u.hostname,
    rejectUnauthorized: false }, () => {
    step = "http";
    t.write("GET /healthz HTTP/1.1\r\nHost: " + u.host +
      "\r\nConnection: close\r\n\r\n");
  });
  let seen = "";
  t.on("data", d => {
    seen += d;
    const m = /^HTTP\/1\.\d (\d{3})/.exec(seen);
    if (m) say({ ok: true, status: +m[1] });
    else if (seen.length > 20) bad("not HTTP");
  });
  t.on("error", failed).on("close", () => bad("closed"));
};
if (p) {
  const by = p.protocol === "https:" ? "https" : "http";
  const path = u.hostname + ":" + port;
  const answered = a => bad("proxy answered " + a.statusCode);
  const headers = { Host: path };
  const user = decodeURIComponent(p.username + ":" + p.password);
  if (p.username) headers["Proxy-Authorization"] =
    "Basic " + Buffer.from(user).toString("base64");
  const r = require(by).request({ method: "CONNECT", host: p.hostname, path,
    port: p.port || (by === "https" ? 443 : 80), headers,
    rejectUnauthorized: false });
  r.on("connect", (a, s) => a.statusCode === 200 ? ask(s) : answered(a));
  r.on("response", answered).on("error", failed).end();
} else {
  const s = require("net").connect(port, u.hostname);
  s.on("lookup", x => { if (!x) step = "tcp"; });
  s.on("connect", () => ask(s)).on("error", failed);
}
