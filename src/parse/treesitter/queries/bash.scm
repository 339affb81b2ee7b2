; Definitions.
(function_definition name: (word) @name) @definition.function
(declaration_command (variable_assignment name: (variable_name) @name value: (_)? @value)) @definition.variable
(variable_assignment name: (variable_name) @name value: (_)? @value) @definition.variable
(variable_assignment name: (subscript name: (variable_name) @reference.write))
(command name: (command_name (word) @_alias) argument: (concatenation . (word) @name) (#eq? @_alias "alias") (#match? @name "=$")) @definition.function

; What must not get into heads.
(comment) @comment
[(string) (raw_string) (ansi_c_string) (heredoc_body)] @string

; Modules.
(command name: (command_name (word) @_source) argument: (_) (#any-of? @_source "source" ".")) @import

; Only `local` and its like bind inside functions; a plain assignment there writes a global.
(declaration_command ["local" "declare" "typeset"] (variable_assignment name: (variable_name) @local))
(declaration_command ["local" "declare" "typeset"] (variable_name) @local)
(subshell) @scope

; More ways through the code.
[(if_statement) (elif_clause) (for_statement) (c_style_for_statement) (while_statement) (case_item)] @branch
(list ["&&" "||"]) @branch
(binary_expression operator: ["&&" "||"]) @branch

; Uses.
(command_name (word) @reference.call)
(for_statement variable: (variable_name) @reference.write)
(variable_name) @reference
