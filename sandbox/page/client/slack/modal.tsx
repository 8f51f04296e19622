import { useEffect, useRef, useState } from "preact/hooks";
import type { ModalPiece } from "../../wire.ts";
import { usePiece, useShell } from "../shell.tsx";
import { Blocks } from "./blocks.tsx";
import { SurfaceContext } from "./surface.ts";
import { useViewSurface } from "./view-surface.ts";

/** The modal on top, if the app has opened one. */
export function Modal() {
  const modal = usePiece("modal");
  return modal === undefined ? null : <Opened key={modal.id} modal={modal} />;
}

function Opened({ modal }: { readonly modal: ModalPiece }) {
  const { act, as } = useShell();
  const surface = useViewSurface(modal, "modal", modal.errors);
  const [isBusy, setBusy] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  useFocusInside(box, modal.title);
  const close = (all: boolean) => void act("view-close", { as, all });
  const submit = async () => {
    setBusy(true);
    await act("view-submit", { as, entries: surface.drafts });
    setBusy(false);
    box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  return (
    <div class="veil" role="dialog" aria-labelledby="modal-title">
      <form
        ref={box}
        class="modal"
        aria-busy={isBusy}
        noValidate
        onKeyDown={(event) => {
          if (event.key === "Escape") close(false);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header>
          <h3 id="modal-title" tabIndex={-1}>
            {modal.title}
          </h3>
          <button type="button" class="quiet" aria-label="Close" onClick={() => close(true)}>
            ✕
          </button>
        </header>
        <div class="modal-body">
          <SurfaceContext.Provider value={surface}>
            <Blocks blocks={modal.blocks} />
          </SurfaceContext.Provider>
        </div>
        <footer>
          <button type="button" class="slack-button" onClick={() => close(false)}>
            {modal.close}
          </button>
          {modal.submit !== undefined && (
            <button type="submit" class="slack-button primary" disabled={isBusy}>
              {modal.submit}
            </button>
          )}
        </footer>
      </form>
    </div>
  );
}

// Focus goes in when it opens, and back to where it was when it closes.
function useFocusInside(box: { readonly current: HTMLElement | null }, title: string): void {
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>("input, select, textarea, h3")?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // What had the focus may have gone with what the app has put in its place.
  useEffect(() => {
    if (!box.current?.contains(document.activeElement)) box.current?.querySelector("h3")?.focus();
  }, [title]);
}
