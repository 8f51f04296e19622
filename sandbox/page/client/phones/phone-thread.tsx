import { useState } from "preact/hooks";
import type { PersonPiece, PhoneEntry } from "../../wire.ts";
import { Scroller } from "../scroller.tsx";
import { usePiece, useShell } from "../shell.tsx";
import { Sign } from "../signs.tsx";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** One phone: its texts and calls in the order they came, and a box to reply in. */
export function PhoneThread({
  owner,
  onBusy,
}: {
  readonly owner: PersonPiece;
  /** Whether somebody is writing, and does not want the phone to be taken away. */
  readonly onBusy: (isBusy: boolean) => void;
}) {
  const phone = usePiece(`phone/${owner.name}`);
  const entries = phone?.entries ?? [];
  return (
    <div class="phone">
      <p class="phone-name">
        <strong>{owner.fullName}</strong>
        <span class="muted">
          {owner.part} · {owner.phone}
        </span>
      </p>
      <Scroller class="phone-screen" label={`${owner.fullName}’s phone`}>
        {entries.length === 0 && <p class="empty">No texts or calls yet.</p>}
        <ol>
          {entries.map((entry) => (
            <li key={entry.sid}>
              <Entry entry={entry} />
            </li>
          ))}
        </ol>
      </Scroller>
      {phone?.unsubscribed && <p class="muted">Unsubscribed with STOP. Reply START to get texts again.</p>}
      <Reply owner={owner} onBusy={onBusy} />
    </div>
  );
}

function Entry({ entry }: { readonly entry: PhoneEntry }) {
  const at = <time dateTime={new Date(entry.at).toISOString()}>{clock.format(entry.at)}</time>;
  if (entry.kind === "sms")
    return (
      <div class="sms" data-mine={entry.isMine}>
        <p>{entry.text}</p>
        <small>
          {at}
          {entry.failure !== null && ` · not delivered (error ${entry.failure})`}
        </small>
      </div>
    );
  if (entry.state !== "over") return null;
  return (
    <details class="call-entry">
      <summary>
        <Sign of="📞" /> {entry.ending} {at}
      </summary>
      <p>{entry.spoken[0] ?? "Nothing was heard."}</p>
    </details>
  );
}

function Reply({
  owner,
  onBusy,
}: {
  readonly owner: PersonPiece;
  readonly onBusy: (isBusy: boolean) => void;
}) {
  const { act } = useShell();
  const [text, setText] = useState("");
  return (
    <form
      class="composer"
      onSubmit={async (event) => {
        event.preventDefault();
        if (await act("reply", { name: owner.name, text })) {
          setText("");
          onBusy(false);
        }
      }}
    >
      <input
        type="text"
        aria-label={`Reply by SMS as ${owner.fullName}`}
        placeholder="Reply by SMS"
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onBusy(event.currentTarget.value !== "");
        }}
      />
      <button type="submit" class="send" disabled={text.trim() === ""}>
        Send
      </button>
    </form>
  );
}
