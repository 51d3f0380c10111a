module Gitlab
  module Auth
    API_SCOPE = :api
    READ_WIDGET_SCOPE = :read_widget
    API_SCOPES = [API_SCOPE, READ_WIDGET_SCOPE, :read_api].freeze
    DYNAMIC_SCOPES = [:"user:*"].freeze
    CI_JOB_USER = 'gitlab-ci-token'
  end
end
