// Room: test/office/upkeep. A broker in a process of its own, on loopback. Says what comes, one JSON line each.
// Arguments: the port (0: any), and "refuse" where nobody may sign in.

import { createServer } from "node:net";
import { Aedes } from "aedes";

const [, , port = "0", how = ""] = process.argv;
const broker = await Aedes.createBroker();
const say = (about) => process.stdout.write(`${JSON.stringify(about)}\n`);
broker.authenticate = (_client, username, password, done) => {
  say({ kind: "sign-in", username: username ?? null, password: password?.toString() ?? null });
  done(null, how !== "refuse");
};
broker.on("publish", (packet) => {
  // The broker's own; a last will has no client any more.
  if (packet.topic.startsWith("$SYS/")) return;
  const { topic, payload, retain, qos } = packet;
  say({ kind: "publish", topic, payload: payload.toString(), retain, qos });
});
broker.on("subscribe", (subscriptions) => say({ kind: "subscribe", subscriptions }));
const server = createServer(broker.handle);
server.listen(Number(port), "127.0.0.1", () => say({ kind: "listening", port: server.address().port }));
