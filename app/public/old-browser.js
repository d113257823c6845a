/* Runs only where modules are unknown: tells people of old browsers why the page stays still. ES5 on purpose. */
(function () {
  var english = document.documentElement.lang === "en";
  var note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.style.cssText = "margin:0;padding:12px 16px;background:#fbe6a6;color:#1f2328;font:15px/1.6 'Microsoft YaHei',sans-serif";
  note.appendChild(
    document.createTextNode(
      english
        ? "Your browser is too old: Gongyan needs Chrome 108, Safari 15.4, Firefox 101 or newer. In 360, QQ and Sogou browsers choose the fast (Chromium) mode."
        : "浏览器版本过旧：共研需要 Chrome 108、Safari 15.4、Firefox 101 或更新的浏览器。360、QQ、搜狗浏览器请切换到极速模式。",
    ),
  );
  function show() {
    document.body.insertBefore(note, document.body.firstChild);
  }
  if (document.body) show();
  else window.onload = show;
})();
