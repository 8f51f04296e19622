import { usePiece } from "./shell.tsx";
import { Sign } from "./signs.tsx";

export type PaneName = "slack" | "phones" | "hive";

const names = { slack: "Slack", phones: "Phones", hive: "TheHive" } as const;
const all: readonly PaneName[] = ["slack", "phones", "hive"];

/** Where the three panes do not fit side by side, one is chosen here. */
export function PaneTabs({
  chosen,
  onChoose,
}: {
  readonly chosen: PaneName;
  readonly onChoose: (pane: PaneName) => void;
}) {
  const owners = usePiece("people") ?? [];
  return (
    <nav class="pane-tabs" aria-label="Panes">
      {all.map((name) => (
        <button type="button" key={name} aria-pressed={name === chosen} onClick={() => onChoose(name)}>
          {names[name]}
          {name === "phones" && (
            <span class="rings">
              {owners.map((owner) => (
                <Ringing key={owner.name} name={owner.name} />
              ))}
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

function Ringing({ name }: { readonly name: string }) {
  const entries = usePiece(`phone/${name}`)?.entries ?? [];
  const rings = entries.some((entry) => entry.kind === "call" && entry.state === "ringing");
  return rings ? (
    <span data-ringing="true">
      {" "}
      <Sign of="📞" />
      <span class="unseen">rings</span>
    </span>
  ) : null;
}
