import { useState } from "preact/hooks";
import { useShell } from "../shell.tsx";

const suggestions = ["/sla help", "/sla status", "/sla config", "/sla oncall", "/sla report"];

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
  const { act, as, tried } = useShell();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async (line: string) => {
    const words = line.trim();
    if (words === "") return;
    setBusy(true);
    if (words.startsWith("/sla")) tried("command");
    const ok = await act("say", { as, channel, text: words, ...(thread === undefined ? {} : { thread }) });
    setBusy(false);
    if (ok) setText("");
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
        placeholder={label}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="send" disabled={text.trim() === ""}>
        Send
      </button>
      {thread === undefined && (
        <p class="suggestions">
          {suggestions.map((line) => (
            <button type="button" key={line} class="quiet" onClick={() => send(line)}>
              {line}
            </button>
          ))}
        </p>
      )}
    </form>
  );
}
