import type { RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

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
  usePopUp(isOpen, { opener, list, close: () => setOpen(false) });
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

interface PopUp {
  readonly opener: RefObject<HTMLElement | null>;
  readonly list: RefObject<HTMLElement | null>;
  readonly close: () => void;
}

/** Puts an open list in its place, with the focus in it, until something else is touched. */
function usePopUp(isOpen: boolean, { opener, list, close }: PopUp): void {
  useLayoutEffect(() => {
    if (!isOpen) return;
    if (list.current !== null && opener.current !== null) place(list.current, opener.current);
    list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
    const closeElsewhere = (event: Event) => {
      if (event.target instanceof Node && list.current?.parentElement?.contains(event.target)) return;
      close();
    };
    // A channel moves by itself when something is posted: no reason to take away what somebody reaches for.
    const follow = () => {
      if (list.current !== null && opener.current !== null) place(list.current, opener.current);
    };
    document.addEventListener("pointerdown", closeElsewhere);
    document.addEventListener("scroll", follow, true);
    return () => {
      document.removeEventListener("pointerdown", closeElsewhere);
      document.removeEventListener("scroll", follow, true);
    };
  }, [isOpen]);
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

// Beside its button and wholly in sight, whatever scrolls around it.
function place(list: HTMLElement, opener: HTMLElement): void {
  const button = opener.getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const below = button.bottom + 4;
  const top = below + height > innerHeight ? button.top - height - 4 : below;
  list.style.left = `${Math.max(4, Math.min(button.left, innerWidth - width - 8))}px`;
  list.style.top = `${Math.max(4, top)}px`;
}

function step(list: HTMLElement | null, by: 1 | -1, event: Event): void {
  event.preventDefault();
  const items = [...(list?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const at = items.findIndex((item) => item.matches(":focus"));
  items.at((at + by + items.length) % items.length)?.focus();
}
