;;; rocketc-mode.el --- Schedules of rocketc -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages
;; URL: https://github.com/rocketc/rocketc

;;; Commentary:

;; A major mode for schedules in the .rkt language.  With eglot it starts the language server
;; of rocketc.  M-x rocketc-format-buffer gives a buffer its layout.
;;
;; go test . -run TestEditors -update makes this file of editors/templates and the words of
;; the compiler.

;;; Code:

(defgroup rocketc nil
  "Schedules of rocketc."
  :group 'languages)

(defcustom rocketc-command "rocketc"
  "The command rocketc."
  :type 'string)

(defcustom rocketc-indent-offset 4
  "Columns of a level."
  :type 'integer
  :safe #'integerp)

(defvar rocketc-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\' "\"" table)
    (modify-syntax-entry ?\` "\"" table)
    (modify-syntax-entry ?_ "w" table)
    (dolist (sign '(?& ?| ?~ ?= ?< ?> ?* ?: ?,))
      (modify-syntax-entry sign "." table))
    table)
  "The syntax of schedules.")

(defconst rocketc-font-lock-keywords
  `((,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '({{quoted .Declarations}})) "\\)\\_>")
     1 font-lock-keyword-face)
    ("\\(?:^\\|[{};]\\)\\s-*\\(?:task\\|group\\|cond\\|param\\|secret\\|pool\\|calendar\\)\\s-+\\(\\w+\\)"
     1 font-lock-function-name-face)
    (,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '({{quoted .Actions}})) "\\)\\_>")
     1 font-lock-keyword-face)
    (,(concat "\\(?:^\\|[{};]\\)\\s-*\\(" (regexp-opt '({{quoted .Keys}})) "\\)\\_>")
     1 font-lock-variable-name-face)
    (,(regexp-opt '({{quoted .Clauses}}) 'symbols)
     . font-lock-keyword-face)
    (,(regexp-opt '({{quoted .Conditions}}) 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '({{quoted .Values}}) 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '({{quoted .Days}}) 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '({{quoted .Outcomes}}) 'symbols)
     . font-lock-constant-face)
    (,(regexp-opt '({{quoted .Steps}}) 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '({{quoted .Tests}}) 'symbols)
     . font-lock-builtin-face)
    (,(regexp-opt '({{quoted .Phrases}}) 'symbols)
     . font-lock-builtin-face)
    (,(concat "[0-9]\\s-+" (regexp-opt '({{quoted .Units}}) 'symbols))
     1 font-lock-type-face))
  "What is highlighted in schedules.")

(defun rocketc-indent-line ()
  "Indent a line by the brackets that are open before it."
  (interactive)
  (let* ((inside (save-excursion (syntax-ppss (line-beginning-position))))
         (depth (car inside)))
    (unless (nth 3 inside)
      (save-excursion
        (back-to-indentation)
        (when (looking-at "[])}]")
          (setq depth (1- depth)))
        (when (looking-at "\\(?:[&|]\\|>>\\|\\(?:when\\|until\\)\\_>\\)")
          (setq depth (1+ depth)))
        (indent-line-to (* rocketc-indent-offset (max 0 depth))))
      (when (< (current-column) (current-indentation))
        (back-to-indentation)))))

(defun rocketc-format-buffer ()
  "Give the buffer the layout of rocketc fmt."
  (interactive)
  (let ((out (generate-new-buffer " *rocketc fmt*")))
    (unwind-protect
        (if (zerop (call-process-region (point-min) (point-max) rocketc-command nil
                                        (list out nil) nil "fmt" "-"))
            (replace-buffer-contents out)
          (user-error "The schedule does not parse"))
      (kill-buffer out))))

;;;###autoload
(define-derived-mode rocketc-mode prog-mode "rocketc"
  "A mode for schedules of rocketc."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+\\s-*")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'rocketc-indent-line)
  (setq-local font-lock-defaults '(rocketc-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.rkt\\'" . rocketc-mode))
;;;###autoload
(add-to-list 'interpreter-mode-alist '("rocketc" . rocketc-mode))

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  (add-to-list 'eglot-server-programs `(rocketc-mode . (,rocketc-command "lsp"))))

(provide 'rocketc-mode)

;;; rocketc-mode.el ends here
