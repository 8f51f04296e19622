import { useState } from "preact/hooks";
import { usePiece, useShell } from "../shell.tsx";

const suggestions = ["help", "status", "config", "oncall", "report"];

/** Where one writes: a message, or a command that begins with a slash. */
export function Composer({
  channel,
  name,
  thread,
}: {
  readonly channel: string;
  /** Of the channel; absent in a thread. */
  readonly name?: string;
  readonly thread?: string;
}) {
  const { act, as, tour } = useShell();
  const me =
    usePiece("people")
      ?.find(({ slack }) => slack === as)
      ?.fullName.split(" ")[0] ?? "";
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async (line: string) => {
    const words = line.trim();
    if (words === "") return;
    setBusy(true);
    // At once: what is typed while the app still answers is the next line.
    setText("");
    const ok = await act("say", { as, channel, text: words, ...(thread === undefined ? {} : { thread }) });
    setBusy(false);
    if (ok && words.startsWith("/sla status")) tour.did("command");
    if (!ok) setText((now) => (now === "" ? line : now));
  };
  const label =
    name === undefined ? "Reply in the thread" : `Message ${name}, or a command such as /sla status`;
  return (
    <form
      class="composer"
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        void send(text);
      }}
    >
      <input
        type="text"
        {...(thread === undefined ? { id: "slack-input" } : {})}
        aria-label={label}
        placeholder={name === undefined ? `Reply as ${me}` : `Write as ${me}, or /sla …`}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="send" disabled={text.trim() === ""}>
        Send
      </button>
      {thread === undefined && (
        <p class="suggestions">
          {suggestions.map((word) => (
            <button
              type="button"
              key={word}
              class="quiet"
              aria-label={`/sla ${word}`}
              data-line={`/sla ${word}`}
              onClick={() => send(`/sla ${word}`)}
            >
              <span class="slash">/sla </span>
              {word}
            </button>
          ))}
        </p>
      )}
    </form>
  );
}
