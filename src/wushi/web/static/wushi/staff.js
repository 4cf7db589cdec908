// Keys of the staff pages, on top of pages that work without them: N a new one, / find, Ctrl+Enter the first button of a form.
(function () {
  "use strict";

  function typing(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return confirm(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    var wanted = document.querySelector('[data-shortcut="' + (event.key === "/" ? "/" : event.key.toLowerCase().replace(/[^a-z]/g, "")) + '"]');
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("a")) wanted.click(); else wanted.focus();
  });

  // The proposals are those of the words that stand there: what was typed since is proposed first, then confirmed by Enter.
  var typed = false, asked = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("[data-intake]")) typed = true;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id !== "proposals") return;
    typed = false;
    if (asked) {
      asked = false;
      event.target.querySelector("[data-confirm]").focus();
    }
  });

  function confirm(event) {
    var form = event.target.closest("form");
    if (!form) return;
    event.preventDefault();
    var button = form.querySelector("[data-confirm]") || form.querySelector("button:not([type=button])");
    var proposals = form.querySelector("#proposals");
    if (typed && proposals && window.htmx) {
      asked = true;
      window.htmx.trigger(proposals, "propose");
      return;
    }
    if (button) button.click();
  }

  // How long danger has waited, second by second; only for the eye, the words are read aloud once.
  window.setInterval(function () {
    document.querySelectorAll("[data-since]").forEach(function (part) {
      var spent = Math.max(0, Math.round(Date.now() / 1000 - Number(part.getAttribute("data-since"))));
      part.textContent = spent < 600 ? spent + "″" : Math.round(spent / 60) + "′";
    });
  }, 1000);

  function ready() {
    var start = document.querySelector("[data-autofocus]");
    if (start) start.focus();
    if (window.location.hash) {
      var folded = document.querySelector(window.location.hash);
      if (folded && folded.closest("details")) folded.closest("details").open = true;
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
