// Room: office/ui. Where the pages begin: one office for the whole app, put into the page.
// May live here: starting. May not: pages, requests.

import "./css/base.css";
import "./css/frame.css";
import "./css/components.css";
import "./css/lamps.css";
import "./css/print.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { createOffice, OfficeHere } from "./office.ts";

const place = document.getElementById("app");
if (place !== null) {
  const office = createOffice(window);
  place.textContent = "";
  render(
    <OfficeHere.Provider value={office}>
      <App />
    </OfficeHere.Provider>,
    place,
  );
}
