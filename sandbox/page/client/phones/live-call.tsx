import type { PersonPiece, PhoneEntry } from "../../wire.ts";
import { useShell } from "../shell.tsx";
import { Sign } from "../signs.tsx";

/** A phone that rings or talks, with what one can do about it. */
export function LiveCall({
  owner,
  call,
}: {
  readonly owner: PersonPiece;
  readonly call: Extract<PhoneEntry, { kind: "call" }>;
}) {
  const { act, tour } = useShell();
  const does = async (what: string) => {
    const ok = await act("call", { name: owner.name, sid: call.sid, act: what });
    if (ok && what === "answer") tour.did("phone");
  };
  const isRinging = call.state === "ringing";
  return (
    <section class="live-call" data-ringing={isRinging} aria-label={`Call to ${owner.fullName}`}>
      <p>
        <span class="bell" aria-hidden="true">
          <Sign of={isRinging ? "📞" : "🗣"} />
        </span>{" "}
        <strong>{owner.fullName}</strong> {isRinging ? "is being called" : "is on the phone"}
      </p>
      {isRinging ? (
        <p class="call-buttons">
          <button type="button" class="answer" onClick={() => does("answer")}>
            Answer
          </button>
          <button type="button" class="decline" onClick={() => does("decline")}>
            Decline
          </button>
          <button type="button" onClick={() => does("voicemail")}>
            Voicemail
          </button>
        </p>
      ) : (
        <>
          <blockquote>{call.spoken[0] ?? "…"}</blockquote>
          <p class="call-buttons">
            <button type="button" class="answer" onClick={() => does("press")}>
              Press a key
            </button>
            <button type="button" class="decline" onClick={() => does("hangUp")}>
              Hang up
            </button>
          </p>
        </>
      )}
    </section>
  );
}
