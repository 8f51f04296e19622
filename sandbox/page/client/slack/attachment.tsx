import type { Attachment as Content } from "../../../slack/workspace/model.ts";
import { Blocks } from "./blocks.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";
import { OutLink } from "./out-link.tsx";

const named: Readonly<Record<string, string>> = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

/** The older frame with a bar in a colour of the app's choice. */
export function Attachment({ attachment }: { readonly attachment: Content }) {
  const { color, pretext, title, title_link: link, text, fields, footer, blocks } = attachment;
  const bar = color === undefined ? undefined : (named[color] ?? `#${color.replace(/^#/, "")}`);
  return (
    <>
      {pretext !== undefined && (
        <p>
          <Mrkdwn text={pretext} />
        </p>
      )}
      <div class="attachment" style={bar === undefined ? {} : { borderLeftColor: bar }}>
        {title !== undefined && (
          <p>
            <strong>{link === undefined ? title : <OutLink url={link}>{title}</OutLink>}</strong>
          </p>
        )}
        {text !== undefined && (
          <p>
            <Mrkdwn text={text} />
          </p>
        )}
        {blocks !== undefined && <Blocks blocks={blocks} />}
        {fields !== undefined && (
          <dl>
            {fields.map((field, index) => (
              <div key={`${index}`}>
                <dt>{field.title}</dt>
                <dd>
                  <Mrkdwn text={field.value ?? ""} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {footer !== undefined && <p class="muted">{footer}</p>}
      </div>
    </>
  );
}
