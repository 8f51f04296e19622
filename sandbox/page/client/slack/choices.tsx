import type { FieldProps } from "./field.tsx";
import type { Choice } from "./options-of.ts";

type Props = FieldProps & { readonly options: readonly Choice[] };

/** One of several, from a list that opens. */
export function One({ element, id, label, notes, isWrong = false, entry, onEntry, options }: Props) {
  const placeholder = "placeholder" in element ? element.placeholder?.text : undefined;
  const named = id.startsWith("input-") ? {} : { "aria-label": label };
  return (
    <select
      id={id}
      {...named}
      aria-invalid={isWrong}
      {...(notes ? { "aria-describedby": notes } : {})}
      value={entry === null ? "" : String(entry)}
      onChange={({ currentTarget: { value } }) => onEntry(value === "" ? null : value)}
    >
      <option value="">{placeholder ?? "Choose…"}</option>
      {options.map(({ value, label: words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** Any number of several. */
export function Many({ element, id, notes, entry, onEntry, options }: Props) {
  // Slack shows chosen people in the order in which they were chosen, and the app goes by it.
  const isOrdered = element.type === "multi_users_select";
  const chosen = typeof entry === "object" && entry !== null ? entry : [];
  return (
    <fieldset
      class="choices"
      aria-labelledby={`${id}-label`}
      {...(notes ? { "aria-describedby": notes } : {})}
    >
      {options.map(({ value, label, more }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ currentTarget: { checked } }) =>
              onEntry(checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
          <span>
            {label}
            {more !== undefined && <small class="muted"> {more}</small>}
            {isOrdered && chosen.includes(value) && (
              <small class="muted"> {chosen.indexOf(value) + 1}.</small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** One of several, all in sight. */
export function Radios({ id, notes, entry, onEntry, options }: Props) {
  return (
    <div
      class="choices"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      {...(notes ? { "aria-describedby": notes } : {})}
    >
      {options.map(({ value, label, more }) => (
        <label key={value}>
          <input type="radio" name={id} checked={entry === value} onChange={() => onEntry(value)} />
          <span>
            {label}
            {more !== undefined && <small class="muted"> {more}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
