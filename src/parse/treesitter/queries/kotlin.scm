; Definitions.
(class_declaration "interface" name: (identifier) @name (class_body)? @body) @definition.interface
(class_declaration (modifiers (class_modifier "enum")) name: (identifier) @name [(enum_class_body) (class_body)]? @body) @definition.enum
(class_declaration name: (identifier) @name (class_body)? @body) @definition.class
(object_declaration name: (identifier) @name (class_body)? @body) @definition.class
(companion_object name: (identifier) @name (class_body)? @body) @definition.class
(companion_object "companion" @name !name (class_body)? @body) @definition.class
(enum_entry (identifier) @name (value_arguments)? @value) @definition.constant
(function_declaration name: (identifier) @name (function_value_parameters) @parameters (function_body) @body) @definition.function
(function_declaration name: (identifier) @name (function_value_parameters) @parameters) @definition.function
(secondary_constructor "constructor" @name (function_value_parameters) @parameters (block) @body) @definition.constructor
(secondary_constructor "constructor" @name (function_value_parameters) @parameters) @definition.constructor
(type_alias type: (identifier) @name) @definition.type
(property_declaration (modifiers (property_modifier "const")) (variable_declaration . (identifier) @name) "=" . (_) @value) @definition.constant
(property_declaration (variable_declaration . (identifier) @name) "=" . (_) @value) @definition.variable
(property_declaration (variable_declaration . (identifier) @name) [(property_delegate) (getter) (setter)] @value) @definition.variable
(property_declaration (variable_declaration . (identifier) @name)) @definition.variable
(property_declaration (multi_variable_declaration (variable_declaration . (identifier) @name)) "=" . (_) @value) @definition.variable
(class_parameter ["val" "var"] . (identifier) @name) @definition.property

(delegation_specifier (constructor_invocation . (user_type) @heritage.extends))
(delegation_specifier [(user_type) @heritage.implements (explicit_delegation . (user_type) @heritage.implements)])
(delegation_specifier [(user_type (identifier) @reference.extends) (constructor_invocation . (user_type (identifier) @reference.extends))
  (explicit_delegation . (user_type (identifier) @reference.extends))])

(annotation) @decorator
(annotation [(user_type) @decorator.name (constructor_invocation . (user_type) @decorator.name)])
(annotation [(user_type (identifier) @reference.decorator) (constructor_invocation . (user_type (identifier) @reference.decorator))])

; What must not get into heads.
[(line_comment) (block_comment)] @comment
[(string_literal) (multiline_string_literal) (character_literal)] @string

; Modules.
(package_header (qualified_identifier) @module @ignore)
(import) @import

; Names bound inside functions.
[(lambda_literal) (anonymous_function) (getter) (setter) (anonymous_initializer)] @scope
(parameter . (identifier) @local)
(class_parameter . (modifiers)? . (identifier) @local.type)
(lambda_parameters (variable_declaration . (identifier) @local))
(lambda_parameters (multi_variable_declaration (variable_declaration . (identifier) @local)))
(for_statement (variable_declaration . (identifier) @local))
(for_statement (multi_variable_declaration (variable_declaration . (identifier) @local)))
(catch_block . (identifier) @local)
(when_subject (variable_declaration . (identifier) @local))
(setter (identifier) @local)
(type_parameter (identifier) @local.type)
(return_expression label: (identifier) @ignore)
(labeled_expression (label) (identifier) @ignore)
(value_argument . (identifier) @ignore "=")

; More ways through the code.
[(if_expression) (for_statement) (while_statement) (do_while_statement) (when_entry) (catch_block)] @branch
(binary_expression operator: ["&&" "||" "?:"]) @branch

; Uses.
(call_expression . [(identifier) @reference.call (navigation_expression (identifier) @reference.call .)])
; `create<T>(x)` comes as two comparisons.
(binary_expression left: (binary_expression left: (identifier) @reference.call operator: "<" right: (identifier) @reference.type) operator: ">"
  right: (parenthesized_expression))
(assignment left: [(identifier) @reference.write (navigation_expression (identifier) @reference.write .)])
(unary_expression argument: (identifier) @reference.write operator: ["++" "--"])
(user_type (identifier) @reference.type)
(identifier) @reference
