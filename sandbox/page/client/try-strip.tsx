import { useState } from "preact/hooks";

const steps = [
  ["breach", "A card appears in #soc: an alert has waited too long"],
  ["promote", "Press Promote to case on a card"],
  ["case", "Follow the case’s link into TheHive"],
  ["command", "Type /sla status, or /sla config as Carol"],
  ["phone", "Answer a phone when it rings"],
  ["raise", "Raise an alert with URGENT in its title"],
  ["break", "Break TheHive and see what the app says"],
] as const;

/** What the visitor has tried, kept for this window. */
export function useTried(): [ReadonlySet<string>, (what: string) => void] {
  const [tried, setTried] = useState<ReadonlySet<string>>(new Set());
  return [tried, (what) => setTried((before) => (before.has(what) ? before : new Set([...before, what])))];
}

/** What there is to do, most rewarding first; what is done is ticked off. */
export function TryStrip({ tried }: { readonly tried: ReadonlySet<string> }) {
  const [isShown, setShown] = useState(true);
  if (!isShown) return null;
  const next = steps.find(([what]) => !tried.has(what))?.[0];
  return (
    <section class="try" aria-label="What to try">
      <h2>What to try</h2>
      <ol>
        {steps.map(([what, text]) => (
          <li key={what} data-done={tried.has(what)} data-next={what === next}>
            <span aria-hidden="true">{tried.has(what) ? "✓" : "○"}</span> {text}
            {tried.has(what) && <span class="unseen"> (done)</span>}
          </li>
        ))}
      </ol>
      <button type="button" class="quiet" onClick={() => setShown(false)} aria-label="Hide what to try">
        ✕
      </button>
    </section>
  );
}
