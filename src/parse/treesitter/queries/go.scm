; Definitions. In a group each entry is one; a declaration of one thing is the definition itself.
; Names of one declaration are matched without their field: of several, a field finds the first only.
(function_declaration name: (identifier) @name) @definition.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @owner
    (generic_type type: (type_identifier) @owner)
    (pointer_type (type_identifier) @owner)
    (pointer_type (generic_type type: (type_identifier) @owner))
    (parenthesized_type (pointer_type (type_identifier) @owner))]))
  name: (field_identifier) @name) @definition.method

(type_declaration "(" (type_spec name: (type_identifier) @name type_parameters: (_)? @typeParameters
  type: (struct_type (field_declaration_list) @body)) @definition.struct)
(type_declaration "(" (type_spec name: (type_identifier) @name type_parameters: (_)? @typeParameters
  type: (interface_type "{" @body)) @definition.interface)
(type_declaration "(" [(type_spec name: (type_identifier) @name) (type_alias name: (type_identifier) @name)] @definition.type)
(type_declaration (type_spec name: (type_identifier) @name type_parameters: (_)? @typeParameters
  type: (struct_type (field_declaration_list) @body))) @definition.struct
(type_declaration (type_spec name: (type_identifier) @name type_parameters: (_)? @typeParameters
  type: (interface_type "{" @body))) @definition.interface
(type_declaration [(type_spec name: (type_identifier) @name) (type_alias name: (type_identifier) @name)]) @definition.type

(const_declaration "(" (const_spec (identifier) @name value: (_)? @value) @definition.constant (#not-eq? @name "_"))
((const_declaration (const_spec (identifier) @name value: (_)? @value)) @definition.constant (#not-eq? @name "_"))
(var_declaration "(" (var_spec (identifier) @name value: (_)? @value) @definition.variable (#not-eq? @name "_"))
((var_declaration (var_spec (identifier) @name value: (_)? @value)) @definition.variable (#not-eq? @name "_"))

(field_declaration (field_identifier) @name) @definition.property
(method_spec name: (field_identifier) @name) @definition.method

; Embedded types.
(field_declaration !name type: [(type_identifier) (qualified_type) (generic_type)] @heritage.extends)
(interface_type (constraint_elem . [(type_identifier) (qualified_type)] @heritage.extends .))
(field_declaration !name type: [(type_identifier) @reference.extends (qualified_type name: (type_identifier) @reference.extends)
  (generic_type type: (type_identifier) @reference.extends)])
(interface_type (constraint_elem . [(type_identifier) @reference.extends (qualified_type name: (type_identifier) @reference.extends)] .))

; What must not get into heads.
(comment) @comment
[(interpreted_string_literal) (raw_string_literal)] @string

; Modules.
(package_clause (package_identifier) @module @ignore)
(import_spec) @import

; Names bound inside functions.
(func_literal) @scope
(method_declaration receiver: (parameter_list (parameter_declaration name: (identifier) @self)))
(parameter_declaration (identifier) @local)
(variadic_parameter_declaration name: (identifier) @local)
(type_parameter_list (parameter_declaration (identifier) @local.type))
(method_declaration receiver: (parameter_list (parameter_declaration type: [
  (generic_type type_arguments: (type_arguments (type_identifier) @local.type))
  (pointer_type (generic_type type_arguments: (type_arguments (type_identifier) @local.type)))])))
(short_var_declaration left: (expression_list (identifier) @local))
(range_clause left: (expression_list (identifier) @local) ":=")
(receive_statement left: (expression_list (identifier) @local) ":=")
(type_switch_statement alias: (expression_list (identifier) @local))
(label_name) @ignore

; More ways through the code.
[(if_statement) (for_statement) (expression_case) (type_case) (communication_case)] @branch
(binary_expression operator: ["&&" "||"]) @branch

; Uses.
(call_expression function: [(identifier) @reference.call (selector_expression field: (field_identifier) @reference.call)])
(assignment_statement left: (expression_list [(identifier) @reference.write (selector_expression field: (field_identifier) @reference.write)]))
(inc_statement [(identifier) @reference.write (selector_expression field: (field_identifier) @reference.write)])
(dec_statement [(identifier) @reference.write (selector_expression field: (field_identifier) @reference.write)])
(composite_literal type: [(type_identifier) @reference.new (qualified_type name: (type_identifier) @reference.new) (generic_type type: (type_identifier) @reference.new)])
(type_identifier) @reference.type
[(identifier) (field_identifier) (package_identifier)] @reference
