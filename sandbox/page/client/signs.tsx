import { signParts, squares, strokes } from "./sign-table.ts";

/** One sign. A word beside it always says the same, so that nobody has to hear or see it. */
export function Sign({ of }: { readonly of: string }) {
  const square = squares.get(of);
  if (square !== undefined) return <span class={`sign square ${square}`} aria-hidden="true" />;
  const path = strokes.get(of);
  if (path === undefined) return <>{of}</>;
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

/** Text with its signs drawn. */
export function Signs({ text }: { readonly text: string }) {
  return (
    <>
      {signParts(text).map((part, index) =>
        part.kind === "text" ? part.text : <Sign key={`${index}`} of={part.of} />,
      )}
    </>
  );
}
