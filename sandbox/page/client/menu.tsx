import { useEffect, useId, useRef, useState } from "preact/hooks";

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly url?: string | undefined;
  readonly act?: () => void;
}

/** A button that opens a short menu; arrows, Escape and a click elsewhere do what one expects. */
export function Menu({
  label,
  items,
  sign = "⋯",
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly sign?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const closeElsewhere = (event: PointerEvent) => {
      if (event.target instanceof Node && list.current?.parentElement?.contains(event.target)) return;
      setOpen(false);
    };
    document.addEventListener("pointerdown", closeElsewhere);
    return () => document.removeEventListener("pointerdown", closeElsewhere);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <span class="menu">
      <button
        type="button"
        ref={opener}
        class="opener"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={label}
        onClick={() => setOpen(!isOpen)}
      >
        {sign}
      </button>
      {isOpen && (
        <div
          id={id}
          ref={list}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key === "Escape") close();
            if (event.key === "Tab") setOpen(false);
            if (event.key === "ArrowDown") step(list.current, 1, event);
            if (event.key === "ArrowUp") step(list.current, -1, event);
          }}
        >
          {items.map((item) => (
            <Item key={item.label} item={item} onDone={close} />
          ))}
        </div>
      )}
    </span>
  );
}

function Item({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }) {
  const done = () => {
    onDone();
    item.act?.();
  };
  if (item.url === undefined)
    return (
      <button type="button" role="menuitem" tabIndex={-1} onClick={done}>
        {item.label}
      </button>
    );
  return (
    <a role="menuitem" tabIndex={-1} href={item.url} target="_blank" rel="noreferrer" onClick={done}>
      {item.label}
    </a>
  );
}

function step(list: HTMLElement | null, by: 1 | -1, event: Event): void {
  event.preventDefault();
  const items = [...(list?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const at = items.findIndex((item) => item.matches(":focus"));
  items.at((at + by + items.length) % items.length)?.focus();
}
