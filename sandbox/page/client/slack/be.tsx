import { usePiece, useShell } from "../shell.tsx";

/** Who the visitor is in Slack; one click makes them somebody else. */
export function Be({ onBe }: { readonly onBe: (user: string) => void }) {
  const people = usePiece("people") ?? [];
  const { as, say, tour } = useShell();
  return (
    <fieldset class="be">
      <legend>You are</legend>
      {people.map(({ slack, fullName, part }) => (
        <button
          type="button"
          key={slack}
          aria-pressed={slack === as}
          aria-label={`${fullName} (${part})`}
          title={`${fullName} (${part})`}
          onClick={() => {
            onBe(slack);
            say(`You are ${fullName} (${part})`, "quiet");
            if (part.includes("admin")) tour.did("be");
          }}
        >
          {fullName.split(" ")[0]}
        </button>
      ))}
    </fieldset>
  );
}
