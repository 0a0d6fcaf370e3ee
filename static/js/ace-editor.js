// Ace, mounted over the plain text field that stays the form's own. Loaded as a global by its tag.

const INDENT = 2;
const MIN_LINES = 8;
const MAX_LINES = 400; // shown without a scroll bar of their own

const THEME = { cssClass: "ace-iamlab", cssText: "", isDark: false, $id: "iamlab" }; // editor-ace.css
const KINDS = { ERROR: "error", SECURITY_WARNING: "security", WARNING: "warning", SUGGESTION: "info" };

/** Return an Ace editor in the place of `field`, or null where Ace did not load. */
export function mount(field, label) {
  const ace = window.ace;
  if (!ace) return null;
  ace.config.set("useStrictCSP", true);
  const box = document.createElement("div");
  box.className = "policy-ace";
  field.before(box);
  field.hidden = true;
  const editor = ace.edit(box, options(field, label));
  editor.session.setValue(field.value);
  nameParts(editor, label);
  editor.session.setUseWrapMode(true);
  editor.resize(true);
  editor.commands.removeCommands(["showSettingsMenu", "goToNextError", "goToPreviousError"]);
  return editor;
}

function options(field, label) {
  return {
    useWorker: false, // first: a mode starts its worker at once
    mode: policyMode(),
    theme: THEME,
    tabSize: INDENT,
    useSoftTabs: true,
    showPrintMargin: false,
    displayIndentGuides: false,
    showFoldWidgets: false,
    fixedWidthGutter: true,
    highlightActiveLine: true,
    highlightGutterLine: true,
    fontFamily: "var(--font-code)",
    fontSize: "var(--size-code)",
    minLines: MIN_LINES,
    maxLines: MAX_LINES,
    readOnly: field.readOnly,
    enableKeyboardAccessibility: true,
    textInputAriaLabel: label,
    indentedSoftWrap: true,
    enableMobileMenu: false,
    scrollPastEnd: 0,
  };
}

/** JSON in which the wildcards and variables of a policy stand out. */
function policyMode() {
  const { Mode } = window.ace.require("ace/mode/json");
  const { JsonHighlightRules } = window.ace.require("ace/mode/json_highlight_rules");
  const mode = new Mode();
  mode.HighlightRules = class extends JsonHighlightRules {
    constructor() {
      super();
      this.$rules.string.unshift({ token: "glob", regex: /[*?]|\$\{[^}"]*\}/ });
    }
  };
  return mode;
}

/** Give the parts that take focus names that say which policy this is. */
function nameParts(editor, label) {
  const { scroller, $gutter: gutter } = editor.renderer;
  scroller.setAttribute("aria-label", `${label}. Enter starts editing, Escape leaves.`);
  gutter.setAttribute("aria-label", "Line numbers and findings. Enter walks through them.");
}

/** Show findings in the gutter: {line, column, severity, message}, lines and columns from 1. */
export function annotate(editor, findings) {
  const last = editor.session.getLength();
  editor.session.setAnnotations(
    findings.map(({ line, column, severity, message }) => ({
      row: Math.min(line, last) - 1,
      column: column - 1,
      type: KINDS[severity] ?? "info",
      text: message,
    })),
  );
}

/** Put the cursor at a place, lines and columns from 1, and the focus into the text. */
export function goTo(editor, line, column) {
  editor.gotoLine(line, column - 1, false);
  editor.focus();
}

/** The distance of a line's top from the editor's, in pixels. */
export function lineTop(editor, line) {
  const { session, renderer } = editor;
  return session.documentToScreenRow(line - 1, 0) * renderer.lineHeight;
}
