import type { ComponentChildren } from "preact";

/** A link that leads out of Slack, in a window of its own. */
export function OutLink({ url, children }: { readonly url: string; readonly children: ComponentChildren }) {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
