import { useEffect, useState } from "preact/hooks";
import type { PersonPiece, PhoneEntry, PhonePiece } from "../../wire.ts";
import { usePiece, useShell } from "../shell.tsx";
import { Sign } from "../signs.tsx";
import { LiveCall } from "./live-call.tsx";
import { PhoneThread } from "./phone-thread.tsx";

/** Everybody's phone: one in the hand, the others within reach. */
export function PhonesPane() {
  const owners = (usePiece("people") ?? []).filter(({ phone }) => phone !== undefined);
  const [chosen, setChosen] = useState<string>();
  const held = owners.find(({ name }) => name === chosen) ?? owners[0];
  const [isReplying, setReplying] = useState(false);
  if (held === undefined) return null;
  return (
    <section class="pane phones" id="phones" aria-label="Phones">
      <header>
        <h2>Phones</h2>
      </header>
      <fieldset class="phone-row">
        <legend class="unseen">Whose phone</legend>
        {owners.map((owner) => (
          <PhoneButton
            key={owner.name}
            owner={owner}
            isHeld={owner.name === held.name}
            onChoose={() => setChosen(owner.name)}
            onRing={() => {
              if (!isReplying) setChosen(owner.name);
            }}
          />
        ))}
      </fieldset>
      <div class="calls">
        {owners.map((owner) => (
          <Calls key={owner.name} owner={owner} />
        ))}
      </div>
      <PhoneThread key={held.name} owner={held} onBusy={setReplying} />
    </section>
  );
}

interface ButtonProps {
  readonly owner: PersonPiece;
  readonly isHeld: boolean;
  readonly onChoose: () => void;
  readonly onRing: () => void;
}

function PhoneButton({ owner, isHeld, onChoose, onRing }: ButtonProps) {
  const phone = usePiece(`phone/${owner.name}`);
  const { say } = useShell();
  const [seen, setSeen] = useState(0);
  const entries = phone?.entries ?? [];
  const ringing = entries.some((entry) => entry.kind === "call" && entry.state === "ringing");
  const unread = entries.filter((entry) => entry.at > seen && !isMine(entry)).length;
  const latest = entries.at(-1)?.at ?? 0;
  useEffect(() => {
    if (isHeld) setSeen(latest);
  }, [isHeld, latest]);
  useEffect(() => {
    if (!ringing) return;
    say(`${owner.fullName}’s phone rings`, "quiet");
    onRing();
  }, [ringing]);
  return (
    <button type="button" aria-pressed={isHeld} data-ringing={ringing} onClick={onChoose}>
      <span class="face" aria-hidden="true">
        {ringing ? <Sign of="📳" /> : owner.fullName.slice(0, 1)}
      </span>
      {owner.fullName.split(" ")[0]}
      {!isHeld && unread > 0 && (
        <span class="badge">
          {unread}
          <span class="unseen"> new</span>
        </span>
      )}
    </button>
  );
}

function Calls({ owner }: { readonly owner: PersonPiece }) {
  const phone: PhonePiece | undefined = usePiece(`phone/${owner.name}`);
  const live = (phone?.entries ?? []).filter(isLive);
  return (
    <>
      {live.map((call) => (
        <LiveCall key={call.sid} owner={owner} call={call} />
      ))}
    </>
  );
}

function isLive(entry: PhoneEntry): entry is Extract<PhoneEntry, { kind: "call" }> {
  return entry.kind === "call" && (entry.state === "ringing" || entry.state === "talking");
}

function isMine(entry: PhoneEntry): boolean {
  return entry.kind === "sms" && entry.isMine;
}
