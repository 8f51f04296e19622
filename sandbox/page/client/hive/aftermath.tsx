import { usePiece } from "../shell.tsx";
import { Signs } from "../signs.tsx";

const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** What the app is seen to do about what the visitor has broken. */
export function Aftermath() {
  const aftermath = usePiece("aftermath");
  if (aftermath?.brokeAt === undefined) return null;
  const { brokeAt, mendedAt, deeds } = aftermath;
  return (
    <section class="aftermath" aria-label="What the app does about it">
      <h3>What the app does about it</h3>
      <p class="muted">
        Broken at {time.format(brokeAt)}
        {mendedAt !== undefined && `, mended at ${time.format(mendedAt)}`}. Seen from outside, latest first:
      </p>
      {deeds.length === 0 && <p>Nothing yet.</p>}
      <ol aria-live="polite">
        {deeds.toReversed().map(({ id, at, source, text }) => (
          <li key={id}>
            <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
            <p>
              <strong>{source}</strong> <Signs text={text} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
