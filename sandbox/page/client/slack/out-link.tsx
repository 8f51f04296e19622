import type { ComponentChildren } from "preact";
import { useShell } from "../shell.tsx";

/** A link that leads out of Slack, in a window of its own. */
export function OutLink({ url, children }: { readonly url: string; readonly children: ComponentChildren }) {
  const { tried } = useShell();
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      onClick={() => {
        if (url.includes("/case")) tried("case");
      }}
    >
      {children}
    </a>
  );
}
