// Room: test/main. An office that behaves as it is told by its first argument: well, silent, talkative, or dying at once.

const [how] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  if (message.kind === "board") process.send({ kind: "board-taken" });
});
switch (how) {
  case "well":
    process.stdout.write("open at http://127.0.0.1:1\nset up with ");
    setTimeout(() => process.stdout.write("K7WQ3\n"), 20);
    process.send({ kind: "table-published", fingerprint: "aaa" });
    break;
  case "dies":
    process.stderr.write("cannot find a module\n");
    process.exit(3);
    break;
  case "mute":
    // Nothing is said, and it stays although nobody is connected.
    setInterval(() => undefined, 1_000);
    break;
  case "strange":
    process.send({ kind: "release", bail: 1 });
    break;
  case "endless":
    process.stdout.write("x".repeat(100_000));
    break;
}
