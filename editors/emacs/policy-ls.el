;;; policy-ls.el --- policy-ls in Emacs, through Eglot or lsp-mode  -*- lexical-binding: t -*-
;; Needs Emacs 28 or later, markdown-mode, and `policy-ls' on the PATH.

(defvar policy-ls-command '("policy-ls" "serve")
  "The command that starts the server.")

;; Eglot: M-x eglot in a draft, or (add-hook 'markdown-mode-hook #'eglot-ensure).
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '(markdown-mode text-mode) policy-ls-command)))

;; lsp-mode: M-x lsp in a draft, or (add-hook 'markdown-mode-hook #'lsp-deferred).
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(text-mode . "plaintext"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () policy-ls-command))
                    :activation-fn (lsp-activate-on "markdown" "plaintext")
                    :add-on? t
                    :server-id 'policy-ls)))

(provide 'policy-ls)
;;; policy-ls.el ends here
