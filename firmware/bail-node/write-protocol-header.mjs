// Writes protocol.h from the controller's own constants. Run after `npm run build`, from anywhere:
//   node firmware/bail-node/write-protocol-header.mjs
import { writeFileSync } from "node:fs";
import { protocolHeader } from "../../dist/drivers/bail-node/protocol-header.js";

writeFileSync(new URL("protocol.h", import.meta.url), protocolHeader());
