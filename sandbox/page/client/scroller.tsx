import type { ComponentChildren, Ref } from "preact";

/** A part of the page that scrolls by itself, by keyboard too. */
export function Scroller({
  class: name,
  label,
  box,
  children,
}: {
  readonly class: string;
  readonly label: string;
  readonly box?: Ref<HTMLElement>;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus, the keyboard cannot scroll it
    <section class={name} ref={box ?? null} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
