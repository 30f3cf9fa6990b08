/** Content that a browser must not run: in names, keys, values, errors, messages. */
import { traceable, updateCurrentSpan } from "@clew/sdk";

const IMAGE = "<img src=x onerror=alert(1)>";
const SCRIPT = "</script><script>globalThis.stolen = true</script>";
const LINK = "[click](javascript:alert(1)) ![pixel](https://evil.example/pixel.png)";

const model = traceable("llm", { name: SCRIPT, model: SCRIPT, provider: IMAGE })(async (
  messages: object[],
) => {
  updateCurrentSpan({
    metadata: { [IMAGE]: SCRIPT, ["__proto__"]: LINK, constructor: IMAGE },
    tags: [IMAGE, SCRIPT],
    attributes: { [SCRIPT]: IMAGE },
  });
  return { role: "assistant", content: `${IMAGE} ${SCRIPT} ${LINK}`, messages: messages.length };
});
const failing = traceable("tool", { name: "svg" })((): never => {
  throw Object.assign(new Error(SCRIPT), { name: IMAGE });
});

await traceable("agent", { name: IMAGE })(async () => {
  await model([
    { role: "user", content: LINK },
    {
      role: "user",
      content: [{ type: "image_url", image_url: { url: "https://evil.example/a.png" } }],
    },
    { role: "tool", tool_call_id: IMAGE, content: SCRIPT },
  ]);
  try {
    return String(failing());
  } catch {
    return "<svg/onload=alert(1)>";
  }
})();
