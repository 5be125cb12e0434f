const u = new URL(process.argv[1]), e = process.env, from = Date.now();
const to = u.hostname + ":" + (u.port || 443);
const proxy = e.HTTPS_PROXY || e.HTTP_PROXY, headers = { Host: to };
const list = (e.no_proxy || e.NO_PROXY || "").split(",").map(s => s.trim());
const own = proxy ? list.find(s => s && u.hostname.endsWith(s)) : undefined;
let p = null, step = "dns";
const say = o => {
  const via = p ? p.protocol + "//" + p.host : "direct";
  const head = { leg: "pod-oauth", to, via, exempt: own };
  console.log(JSON.stringify({ ...head, ...o, ms: Date.now() - from }));
  process.exit(o.ok ? 0 : 1);
};
const bad = error => say({ ok: false, step, error });
const failed = x => bad(x.code || "failed");
setTimeout(() => bad("ETIMEDOUT"), 15000);
const ask = socket => require("https").request(new URL("/healthz", u),
  { socket, agent: false, rejectUnauthorized: false },
  a => say({ ok: true, status: a.statusCode })).on("error", failed)
  .on("socket", s => s.on("lookup", x => { if (!x) step = "tcp"; })
    .on("connect", () => step = "tls")
    .on("secureConnect", () => step = "http")).end();
try {
  if (proxy && !own) step = "proxy", p = new URL(proxy);
  const user = p && decodeURIComponent(p.username + ":" + p.password);
  if (p && p.username) headers["Proxy-Authorization"] =
    "Basic " + Buffer.from(user).toString("base64");
} catch (x) { p = {}; }
if (p && !p.hostname) p = null, bad("not a URL");
const by = p && p.protocol === "https:" ? "https" : "http";
if (p) require(by).request(p, { method: "CONNECT", protocol: by + ":",
  path: to, auth: "", headers, rejectUnauthorized: false })
  .on("error", failed).on("connect", (a, s) => a.statusCode === 200
    ? (step = "tls", ask(s)) : bad("proxy answered " + a.statusCode)).end();
else ask();
