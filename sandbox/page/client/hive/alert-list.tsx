import { useEffect, useRef, useState } from "preact/hooks";
import type { AlertPage, AlertRow, AlertStage, HivePiece } from "../../wire.ts";
import { Menu, type MenuItem } from "../menu.tsx";
import { useNow, useShell } from "../shell.tsx";

const severities = ["", "low", "medium", "high", "critical"];
const stages: readonly (AlertStage | "all")[] = ["all", "New", "InProgress", "Imported", "Closed"];
// Real milliseconds between two readings of the list while much changes.
const REST = 500;

/** The alerts, a page at a time, with what an analyst can do about each. */
export function AlertList({ hive }: { readonly hive: HivePiece }) {
  const { act } = useShell();
  const [stage, setStage] = useState<AlertStage | "all">("New");
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = usePage({ stage, text, page: at }, hive.revision);
  return (
    <div class="alerts">
      <div class="row">
        <label>
          Stage
          <select
            value={stage}
            onChange={(event) => {
              setStage(stages.find((one) => one === event.currentTarget.value) ?? "all");
              setAt(0);
            }}
          >
            {stages.map((one) => (
              <option key={one} value={one}>
                {one === "all" ? "all" : `${one} (${hive.counts[one]})`}
              </option>
            ))}
          </select>
        </label>
        <label>
          Contains
          <input
            type="search"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
          />
        </label>
        <button type="button" onClick={() => act("close-all", {})}>
          Close all
        </button>
      </div>
      <ul class="alert-rows" aria-label="Alerts">
        {list?.rows.map((row) => (
          <li key={row.id}>
            <Row row={row} version={hive.version} />
          </li>
        ))}
      </ul>
      {list !== undefined && <Pager list={list} onPage={setAt} />}
    </div>
  );
}

function Row({ row, version }: { readonly row: AlertRow; readonly version: string }) {
  const { act } = useShell();
  const now = useNow();
  const does = (label: string, what: string): MenuItem => ({
    label,
    act: () => void act("alert", { id: row.id, act: what }),
  });
  const isOpen = row.stage === "New" || row.stage === "InProgress";
  const items = [
    ...(isOpen
      ? [does("Close", "close"), does("Import into a new case", "import")]
      : [does("Reopen", "reopen")]),
    ...(row.stage === "New" && version === "5" ? [does("Start progress", "start")] : []),
    does("Delete", "remove"),
  ];
  return (
    <div class="alert-row">
      <span class={`severity s${row.severity}`}>{severities[row.severity]}</span>
      <div>
        <a href={row.url} target="_blank" rel="noreferrer">
          {row.title}
        </a>
        <small class="muted">
          {ageText(now - row.createdAt)} old · {row.source} · {row.status}
          {row.case !== undefined && (
            <>
              {" · "}
              <a href={row.case.url} target="_blank" rel="noreferrer">
                case #{row.case.number}
              </a>
            </>
          )}
        </small>
      </div>
      <Menu label={`What to do with ${row.title}`} items={items} />
    </div>
  );
}

function Pager({ list, onPage }: { readonly list: AlertPage; readonly onPage: (page: number) => void }) {
  if (list.total === 0) return <p class="empty">No alerts here.</p>;
  if (list.pages === 1) return null;
  return (
    <p class="pager">
      <button type="button" disabled={list.page === 0} onClick={() => onPage(list.page - 1)}>
        Newer
      </button>
      <span>
        page {list.page + 1} of {list.pages} ({list.total} alerts)
      </span>
      <button type="button" disabled={list.page + 1 === list.pages} onClick={() => onPage(list.page + 1)}>
        Older
      </button>
    </p>
  );
}

/** Reads the page again whenever the data has changed, but not more often than is any use. */
function usePage(
  query: { readonly stage: string; readonly text: string; readonly page: number },
  revision: number,
): AlertPage | undefined {
  const [list, setList] = useState<AlertPage>();
  const [seen, setSeen] = useState(revision);
  const latest = useRef(revision);
  latest.current = revision;
  const isOld = seen !== revision;
  useEffect(() => {
    if (!isOld) return;
    const timer = setTimeout(() => setSeen(latest.current), REST);
    return () => clearTimeout(timer);
  }, [isOld]);
  useEffect(() => {
    const ending = new AbortController();
    const words = new URLSearchParams({ stage: query.stage, text: query.text, page: String(query.page) });
    fetch(`/alerts?${words}`, { signal: ending.signal })
      .then(async (response) => setList(await response.json()))
      // Called off by a newer question, or the demo has ended, which the page says elsewhere.
      .catch(() => undefined);
    return () => ending.abort();
  }, [query.stage, query.text, query.page, seen]);
  return list;
}

function ageText(age: number): string {
  const minutes = Math.max(0, Math.floor(age / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} days`;
}
