// Room: office/ui/frame. Troubles of the office, at the top of every page until they are over.

import type { Session } from "../../contract/people.ts";
import { Icon } from "../components/icon.tsx";
import { useOffice } from "../office.ts";

export function Notices({ session }: { readonly session: Session }) {
  const { live } = useOffice();
  const notices = live.now.value?.notices ?? session.notices;
  return (
    <div class="notices" role="alert">
      {notices.map((notice) => (
        <div key={notice.code} class={notice.grave ? "notice grave" : "notice"}>
          <Icon name={notice.grave ? "stop" : "info"} />
          <p>
            <strong>{notice.says}</strong> {notice.fix}
          </p>
        </div>
      ))}
    </div>
  );
}
