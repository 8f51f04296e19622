import type { ViewPiece } from "../../wire.ts";
import { Scroller } from "../scroller.tsx";
import { usePiece } from "../shell.tsx";
import { Blocks } from "./blocks.tsx";
import { SurfaceContext } from "./surface.ts";
import { useViewSurface } from "./view-surface.ts";

/** The app's Home tab. */
export function Home() {
  const home = usePiece("home");
  if (home === undefined) return <p class="empty">The app has not drawn its Home tab yet.</p>;
  return <Published home={home} />;
}

function Published({ home }: { readonly home: ViewPiece }) {
  const surface = useViewSurface(home, "home");
  return (
    <Scroller class="messages home" label="Home of SLA Monitor">
      <SurfaceContext.Provider value={surface}>
        <Blocks blocks={home.blocks} />
      </SurfaceContext.Provider>
    </Scroller>
  );
}
